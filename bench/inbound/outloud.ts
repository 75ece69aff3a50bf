import { enableCompileCache } from 'node:module';
import { createLogger } from '../../src/base/logger.ts';
import { readConfig } from '../../src/config.ts';
import { startOutloud } from '../../src/main.ts';
import { record } from './record.ts';

/** Outloud as it is, with one more word. */

enableCompileCache();

const { config } = readConfig(process.env, false);
const outloud = await startOutloud(config, createLogger({ level: config.logLevel }), [record]);

process.on('SIGTERM', () => void outloud.stop().then(() => process.exit(0)));
