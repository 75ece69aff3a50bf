import { createLogger } from '../base/logger.ts';
import { readConfig } from '../config.ts';
import { heldActs as heldByHighlights } from '../features/highlights/held-acts.ts';
import { heldActs as heldByPilots } from '../features/pilots/held-acts.ts';
import { heldActs as heldByPrompts } from '../features/prompts/held-acts.ts';
import type { Environment } from '../settings/environment.ts';
import { visitDatabase } from '../storage/visit.ts';
import { rebuildTalk } from '../talk-graph/rebuild.ts';

/** `outloud talk rebuild`: counts anew who talks where, from the notes, replies and taps that Outloud holds. */
export function rebuild(environment: Environment): Promise<{ counted: number }> {
  const { config } = readConfig(environment);
  const { databaseUrl, dataDir } = config;
  const logger = createLogger({ level: 'error' });
  return visitDatabase({ ...(databaseUrl && { databaseUrl }), dataDir, logger }, (db) =>
    db.transaction().execute(async (trx) => {
      return rebuildTalk(trx, [heldByPrompts, heldByPilots, heldByHighlights]);
    }),
  );
}
