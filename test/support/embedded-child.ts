import { messageOf } from '../../src/base/errors.ts';
import { createLogger } from '../../src/base/logger.ts';
import { openEmbedded } from '../../src/storage/embedded.ts';

/* A process that opens the data folder it is given and stays, for tests that kill it. */

const [dataDir = ''] = process.argv.slice(2);
const logger = createLogger({ level: 'silent' });
try {
  const { url } = await openEmbedded({ dataDir, logger });
  console.log(JSON.stringify({ url }));
  setInterval(() => undefined, 60_000);
} catch (error) {
  const tell = error instanceof Error && 'tell' in error ? error.tell : undefined;
  console.log(JSON.stringify({ message: messageOf(error), tell }));
  process.exitCode = 1;
}
