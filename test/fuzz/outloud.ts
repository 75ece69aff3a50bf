import { createLogger } from '../../src/base/logger.ts';
import { readConfig } from '../../src/config.ts';
import { startOutloud } from '../../src/main.ts';

/** Outloud as it is, in a process that tells its parent how much it holds. Node is started with `--expose-gc`. */

const { config } = readConfig(process.env, false);
const outloud = await startOutloud(config, createLogger({ level: config.logLevel }));
process.send?.({ address: outloud.address });
// Nobody is left to stop us.
process.on('disconnect', () => process.exit(1));
process.on('message', (asked) => {
  if (asked === 'heap') {
    // What a first round only marks, a second one frees.
    globalThis.gc?.();
    globalThis.gc?.();
    process.send?.({ heapMb: process.memoryUsage().heapUsed / 1024 / 1024 });
  }
  if (asked === 'stop') void outloud.stop().then(() => process.exit(0));
});
