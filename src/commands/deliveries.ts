import { AppError } from '../base/errors.ts';
import { parseId } from '../base/ids.ts';
import { createLogger } from '../base/logger.ts';
import { reasonInWords } from '../cards/delivery-report.ts';
import { wordsFor } from '../cards/words.ts';
import { readConfig } from '../config.ts';
import { deadLetters, revive } from '../delivery/dead-letters.ts';
import type { Environment } from '../settings/environment.ts';
import { visitDatabase } from '../storage/visit.ts';

/** `outloud deliveries` and `outloud deliveries retry`: what was given up, and once more from the start. */

const mostListed = 10_000;

interface Given {
  readonly reason?: string;
}

/** Everything that was given up, the newest first; never what it said. */
export async function listDeliveries(environment: Environment, { reason }: Given): Promise<object> {
  const letters = await visit(environment, (db) =>
    deadLetters(db, { ...(reason && { reason }) }, { limit: mostListed }),
  );
  const words = wordsFor('en');
  return {
    deliveries: letters.map((letter) => ({
      id: letter.id,
      ...(letter.person === null ? { place: letter.place ?? letter.conversation } : { person: letter.person }),
      reason: letter.reason,
      ...reasonInWords(words, letter.reason),
      at: letter.at,
    })),
  };
}

/** A running Outloud sends them; where none runs, the next one that is started. */
export async function retryDeliveries(
  environment: Environment,
  { ids, reason, all }: Given & { readonly ids: readonly string[]; readonly all?: boolean },
): Promise<object> {
  if (ids.length === 0 && reason === undefined && !all) {
    const tell = 'Say which: the ids that `outloud deliveries` lists, --reason REASON, or --all.';
    throw new AppError('no delivery is named', { tell });
  }
  const known = ids.map((id) => {
    const parsed = parseId<'delivery'>(id);
    if (parsed) return parsed;
    throw new AppError('no id of a delivery', {
      tell: `"${id}" is no id of a delivery. \`outloud deliveries\` lists them.`,
    });
  });
  const wanted = { ...(known.length > 0 && { ids: known }), ...(reason && { reason }) };
  return { retried: await visit(environment, (db) => revive(db, wanted)) };
}

function visit<T>(environment: Environment, work: Parameters<typeof visitDatabase<T>>[1]): Promise<T> {
  const { config } = readConfig(environment);
  const { databaseUrl, dataDir } = config;
  const logger = createLogger({ level: 'error' });
  return visitDatabase({ ...(databaseUrl && { databaseUrl }), dataDir, logger }, work);
}
