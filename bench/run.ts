import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { type Benchmark, renderTable } from './benchmark.ts';
import { cards } from './cards.ts';
import { erasing } from './erase.ts';
import { erasingWorkspace } from './erase-workspace.ts';
import { fanout } from './fanout.ts';
import { faults } from './faults.ts';
import { fuzz } from './fuzz.ts';
import { inbound } from './inbound/inbound.ts';
import { match } from './match.ts';
import { move } from './move.ts';
import { pilots } from './pilots.ts';
import { queue } from './queue.ts';
import { start } from './start.ts';

/** `npm run bench`, or `npm run bench -- NAME` for one of them. Linux only: the figures come from /proc. */

const benchmarks: readonly Benchmark[] = [
  start,
  inbound,
  cards,
  pilots,
  fanout,
  faults,
  queue,
  match,
  erasing,
  erasingWorkspace,
  move,
  fuzz,
];
const resultsFile = join(import.meta.dirname, 'results.json');

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !benchmarks.some((each) => each.name === name));
if (unknown.length > 0) {
  console.error(`There is no benchmark named ${unknown.join(', ')}. There are:`);
  for (const { name, about } of benchmarks) console.error(`  ${name}  ${about}`);
  process.exit(2);
}

const results: Record<string, object> = {};
for (const benchmark of benchmarks.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`${benchmark.name}: ${benchmark.about}\n`);
  const report = await benchmark.run();
  results[benchmark.name] = report;
  console.log([renderTable(report), '', ...report.notes.map((line) => `* ${line}`), ''].join('\n'));
}

const machine = { node: process.version, cores: cpus().length, model: cpus()[0]?.model, load: loadavg() };
await writeFile(resultsFile, `${JSON.stringify({ at: new Date(), machine, results }, null, 2)}\n`);
