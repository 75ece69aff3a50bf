import { pipeline } from 'node:stream/promises';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AppError, codeOf, messageOf } from '../base/errors.ts';
import { createLogger, type Logger } from '../base/logger.ts';
import type { Surface } from '../bots/slack/render-card.ts';
import { ConfigError, readConfig } from '../config.ts';
import type { Move } from './db.ts';
import type { IntroduceOptions } from './introduce.ts';
import type { EraseOptions } from './leaving.ts';
import type { PilotOptions } from './pilot.ts';

/** The `outloud` command: JSON on standard output, complaints on standard error; 0, 1 it failed, 2 wrong use. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('outloud')
    .description('Helps the staff of an organisation learn from each other, inside Microsoft Teams and Slack')
    .exitOverride()
    .showSuggestionAfterError();
  program.command('start').description('start Outloud').action(start);
  program.command('doctor').description('check settings, database and connections; says what to do').action(doctor);
  program
    .command('card')
    .description('an Adaptive Card as Block Kit, with a list of what could not be kept')
    .argument('[file]', 'a file with one Adaptive Card')
    .option('--batch', 'take file names from standard input, one a line, and write one JSON a line')
    .addOption(new Option('--to <platform>', 'whose blocks').choices(['slack']).default('slack'))
    .addOption(
      new Option('--surface <surface>', 'where they stand').choices(['message', 'modal', 'home']).default('message'),
    )
    .action(card);
  program
    .command('package')
    .description('write and check the apps for Teams and Slack: appPackage/build/outloud-teams.zip, outloud-slack.json')
    .option(
      '--app-version <version>',
      "the Teams app's version, such as 1.2.0; Teams takes only a higher one than before",
    )
    .option('--community', 'the edition that hears typed replies in channels: it asks for more, and says so')
    .option('--to <folder>', 'another folder than appPackage/build, such as a volume of a container')
    .action(makePackages);
  program
    .command('sbom')
    .description(
      'list the packages that Outloud is made of, and refuse unknown licences: sbom/outloud.cdx.json, licences.csv',
    )
    .action(listPackages);
  const db = program.command('db').description('copies of the database, and moving it');
  db.command('backup')
    .description('copy everything into one file, while Outloud runs')
    .argument('<file>')
    .action(backUp);
  db.command('restore').description('put such a file into an empty database').argument('<file>').action(restore);
  db.command('move')
    .description('move everything to another database, such as from the one that comes with Outloud to a server')
    .option('--from <place>', 'a folder or postgres://...; what the settings name by default')
    .requiredOption('--to <place>', 'a folder or postgres://..., empty')
    .action(move);
  const deliveries = program
    .command('deliveries')
    .description('what could not be delivered, to whom, why, and what to do')
    .option('--reason <reason>', 'only those given up for this reason')
    .action(listDeliveries);
  deliveries
    .command('retry')
    .description('try it again from the start')
    .argument('[id...]', 'which, as listed')
    .option('--reason <reason>', 'all that were given up for this reason')
    .option('--all', 'all of them')
    .action(retryDeliveries);
  program
    .command('pilot')
    .description('what two shares come to: the difference as improvement, its 95 % range, the verdict')
    .requiredOption('--before <x/n>', 'how many of how many, such as 118/2410')
    .requiredOption('--after <x/n>', 'the same afterwards')
    .requiredOption('--worthwhile <change>', 'the smallest change worth bothering with, such as 0.01 or 1%')
    .addOption(new Option('--better <way>', 'which way is better').choices(['higher', 'lower']).default('higher'))
    .action(pilot);
  program
    .command('match')
    .description('which teams a highlight would gain most: messages and questions in, rankings out, as lines of JSON')
    .addOption(
      new Option('--rarity <weight>', 'how much it counts that two teams rarely talk: 0 not at all, 1 bridges first')
        .choices(['0', '0.5', '1'])
        .default('1'),
    )
    .addOption(
      new Option('--candidates <messages>', 'rank teams with so many messages in the last 90 days')
        .default(30)
        .argParser(wholeNumber({ from: 1, to: 1_000_000 })),
    )
    .action(match);
  program
    .command('export')
    .description('everything that Outloud holds about somebody, as JSON; noted in the log of changes')
    .argument('<person>', 'their full name, or their id')
    .option('--to <file>', 'a zip for them to read: a page and the same as data')
    .action(exportPerson);
  program
    .command('erase')
    .description('erase everything that Outloud holds about somebody, on every account of theirs; a receipt as JSON')
    .argument('<person>', 'their full name, or their id')
    .option('--preview', 'only say what would go and what stays')
    .option('--keep-results', 'leave results of tests that they shared, without their name')
    .action(erasePerson);
  program
    .command('talk')
    .description('who talks with whom between channels, as counts that fade')
    .command('rebuild')
    .description('count it anew from the notes, replies and taps that Outloud holds')
    .action(rebuildTalk);
  program
    .command('introduce')
    .description('who should meet whom: people and distances between teams in, groups out, as lines of JSON')
    .addOption(
      new Option('--size <people>', 'how many in a group')
        .argParser(wholeNumber({ from: 2, to: 4 }))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--seed <number>', 'same input and seed: same groups')
        .argParser(wholeNumber({ from: 0, to: Number.MAX_SAFE_INTEGER }))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option('--round <number>', 'which one this is; without it the one after the latest in the input').argParser(
        wholeNumber({ from: 0, to: 1_000_000_000 }),
      ),
    )
    .action(introduce);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = complain(error);
  }
}

/** Says what is wrong on standard error; the exit code that goes with it. */
function complain(error: unknown): number {
  if (isWrongUse(error)) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof ConfigError || error instanceof AppError) console.error(error.tell);
  else console.error(`Outloud stopped: ${messageOf(error)}`);
  return 1;
}

/** commander has said it already. */
function isWrongUse(error: unknown): error is { exitCode: number } {
  return String(codeOf(error)).startsWith('commander.');
}

async function start(): Promise<void> {
  const { config } = readConfig(process.env);
  const logger = createLogger({ level: config.logLevel });
  const { startOutloud } = await import('../main.ts');
  const starting = startOutloud(config, logger);
  // From the first moment: what was begun is brought to its end and then stopped cleanly.
  stopOnSignals(async () => (await starting).stop(), logger);
  const outloud = await starting.catch((error: unknown) => {
    console.error(error instanceof AppError ? error.tell : `Outloud could not start: ${messageOf(error)}`);
    process.exit(1);
  });
  // On a server it is part of the log, which is JSON for each line.
  const say = config.local ? console.log : (words: string) => logger.info(words);
  say(`Outloud is ready: ${outloud.address}`);
  say(
    config.local
      ? 'Local mode: no Slack and no Teams is connected, the page above plays both. README.md says how to connect them. Ctrl+C stops it.'
      : `Connected: ${outloud.connected.join(', ')}.${notConnected(outloud.connected)} "npx outloud doctor" says whether all is well.`,
  );
}

function stopOnSignals(stop: () => Promise<void>, logger: Logger): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      stop().then(
        () => process.exit(0),
        (error: unknown) => {
          logger.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
}

function notConnected(connected: readonly string[]): string {
  const missing = ['slack', 'teams'].filter((name) => !connected.includes(name));
  return missing.length > 0 ? ` Not connected: ${missing.join(', ')}.` : '';
}

async function doctor(): Promise<void> {
  const { checkUp } = await import('./doctor.ts');
  const checks = await checkUp(process.env);
  console.log(JSON.stringify(checks, null, 2));
  if (checks.some((check) => !check.ok)) process.exitCode = 1;
}

interface PackagesOptions {
  readonly appVersion?: string;
  readonly community?: true;
  readonly to?: string;
}

async function makePackages({ to, ...options }: PackagesOptions): Promise<void> {
  const { writePackages } = await import('./package.ts');
  console.log(JSON.stringify(await writePackages(process.env, { ...options, folder: to }), null, 2));
}

async function listPackages(): Promise<void> {
  const { writeInventory } = await import('./sbom.ts');
  console.log(JSON.stringify(await writeInventory(), null, 2));
}

async function backUp(file: string): Promise<void> {
  const command = await import('./db.ts');
  console.log(JSON.stringify(await command.backUp(process.env, file), null, 2));
}

async function restore(file: string): Promise<void> {
  const command = await import('./db.ts');
  console.log(JSON.stringify(await command.restore(process.env, file), null, 2));
}

async function move(options: Move): Promise<void> {
  const command = await import('./db.ts');
  console.log(JSON.stringify(await command.move(process.env, options), null, 2));
}

interface CardOptions {
  readonly batch?: true;
  readonly surface: Surface;
}

async function card(file: string | undefined, { batch, surface }: CardOptions, command: Command): Promise<void> {
  if (batch ? file !== undefined : !file) command.error('error: name one file, or give --batch and no file');
  const { translateBatch, translateFile } = await import('./card.ts');
  const lines = file ? [await translateFile(file, surface)] : translateBatch(standardInput(), surface);
  await print(lines);
}

async function listDeliveries(options: { reason?: string }): Promise<void> {
  const command = await import('./deliveries.ts');
  console.log(JSON.stringify(await command.listDeliveries(process.env, options), null, 2));
}

async function retryDeliveries(ids: string[], _options: object, command: Command): Promise<void> {
  const { retryDeliveries: retry } = await import('./deliveries.ts');
  // `--reason` is an option of both commands, and the outer one takes it.
  const options = command.optsWithGlobals<{ reason?: string; all?: true }>();
  console.log(JSON.stringify(await retry(process.env, { ids, ...options }), null, 2));
}

async function pilot(options: PilotOptions, command: Command): Promise<void> {
  const { judge } = await import('./pilot.ts');
  const { judgement, complaints } = judge(options);
  if (complaints) command.error(complaints.map((complaint) => `error: ${complaint}`).join('\n'));
  console.log(JSON.stringify(judgement));
}

async function exportPerson(person: string, options: { to?: string }): Promise<void> {
  const command = await import('./leaving.ts');
  console.log(JSON.stringify(await command.exportPerson(process.env, person, options), null, 2));
}

async function erasePerson(person: string, options: EraseOptions): Promise<void> {
  const command = await import('./leaving.ts');
  console.log(JSON.stringify(await command.erasePerson(process.env, person, options), null, 2));
}

async function match(options: { rarity: string; candidates: number }): Promise<void> {
  const { answerMatch } = await import('./match.ts');
  const lines = answerMatch(standardInput(), { ...options, rarity: Number(options.rarity) });
  await print(lines);
}

async function rebuildTalk(): Promise<void> {
  const { rebuild } = await import('./talk.ts');
  console.log(JSON.stringify(await rebuild(process.env)));
}

async function introduce(options: IntroduceOptions): Promise<void> {
  const { answerIntroduce } = await import('./introduce.ts');
  await print(answerIntroduce(standardInput(), options));
}

function standardInput(): AsyncIterable<string> {
  return process.stdin.setEncoding('utf8');
}

async function print(lines: Iterable<string> | AsyncIterable<string>): Promise<void> {
  await pipeline(lines, process.stdout, { end: false }).catch((error: unknown) => {
    // Whoever reads closed the pipe, as `head` does once it has enough.
    if (codeOf(error) !== 'EPIPE') throw error;
  });
}

function wholeNumber({ from, to }: { from: number; to: number }): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= from && value <= to) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${from} to ${to}.`);
  };
}
