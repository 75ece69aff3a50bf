import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Loaded before a program: at its end, writes which packages it had loaded. The SDKs are all CommonJS inside. */

const require = createRequire(import.meta.url);

process.on('exit', () => {
  const packages = Object.keys(require.cache).flatMap((file) => {
    const [, name] = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
    return name ?? [];
  });
  writeFileSync(process.env.BENCH_LOADED ?? 'loaded.json', JSON.stringify([...new Set(packages)]));
});
