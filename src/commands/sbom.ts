import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import satisfies from 'spdx-satisfies';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';

/** `npm run sbom`: what Outloud is made of (CycloneDX, by npm itself) and under which licences; unknown ones are refused. */

const component = z.object({
  name: z.string(),
  version: z.string(),
  licenses: z
    .array(
      z.union([
        z.object({ expression: z.string() }),
        z.object({ license: z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]) }),
      ]),
    )
    .default([]),
  properties: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});
export type Component = z.infer<typeof component>;

const named = z.looseObject({ 'bom-ref': z.string() });
const bill = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  components: z.array(z.intersection(named, z.looseObject(component.shape))),
  dependencies: z.array(z.looseObject({ ref: z.string() })),
});

/** Permissive; those of data and fonts; and MPL, which asks for changes of its own files only. */
const allowed = [
  '0BSD',
  'AFL-2.1',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC-BY-3.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MPL-2.0',
  'OFL-1.1',
  'PSF-2.0',
  'Unlicense',
];

/** Packages whose `package.json` says nothing, by what a person read elsewhere in them. */
const readByHand: Readonly<Record<string, string>> = {
  'escape-regexp-component@1.0.2': 'MIT', // In its Readme.md.
};

export interface Licence {
  readonly package: string;
  readonly licence: string;
  readonly allowed: boolean;
}

/** The licence of each, as an SPDX expression; empty where a package names none. */
export function licencesOf(components: readonly Component[]): Licence[] {
  return components.map((each) => {
    const id = `${each.name}@${each.version}`;
    const licence = expressionOf(each) || (readByHand[id] ?? '');
    return { package: id, licence, allowed: isAllowed(licence) };
  });
}

function expressionOf({ licenses }: Component): string {
  const each = licenses.map((one) => {
    if ('expression' in one) return one.expression;
    return 'id' in one.license ? one.license.id : one.license.name;
  });
  return each.length > 1 ? each.map((one) => `(${one})`).join(' AND ') : (each[0] ?? '');
}

function isAllowed(licence: string): boolean {
  try {
    return licence !== '' && satisfies(licence, allowed);
  } catch {
    // No SPDX expression: "SEE LICENSE IN ..." and the like.
    return false;
  }
}

export interface Inventory {
  readonly written: readonly string[];
  /** How many packages each licence covers. */
  readonly licences: Readonly<Record<string, number>>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Needs npm, and the packages installed. Writes `outloud.cdx.json` and `licences.csv`; throws for a licence that nobody allowed. */
export async function writeInventory(folder = join(root, 'sbom')): Promise<Inventory> {
  const { components, ...rest } = withoutTools(bill.parse(JSON.parse(await askNpm())));
  const text = `${JSON.stringify({ ...rest, components }, null, 2)}\n`;
  const licences = licencesOf(components);
  const refused = licences.filter((each) => !each.allowed);
  if (refused.length > 0) throw refusal(refused);
  await mkdir(folder, { recursive: true });
  const files = { 'outloud.cdx.json': text, 'licences.csv': toCsv(licences) };
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return { written: Object.keys(files).map((name) => join(folder, name)), licences: countOf(licences) };
}

/** What only developers need goes here: npm's own `--omit=dev` also leaves out what they and Outloud both use. */
function withoutTools({ components, dependencies, ...rest }: z.infer<typeof bill>): z.infer<typeof bill> {
  const isTool = ({ properties }: Pick<Component, 'properties'>) =>
    properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');
  const tools = new Set(components.filter(isTool).map((each) => each['bom-ref']));
  return {
    ...rest,
    components: components.filter((each) => !tools.has(each['bom-ref'])),
    dependencies: dependencies
      .filter(({ ref }) => !tools.has(ref))
      .map(({ dependsOn, ...each }) => ({
        ...each,
        ...(Array.isArray(dependsOn) && { dependsOn: dependsOn.filter((ref) => !tools.has(String(ref))) }),
      })),
  };
}

async function askNpm(): Promise<string> {
  const options = ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const shell = process.platform === 'win32';
  try {
    const { stdout } = await promisify(execFile)('npm', options, { cwd: root, maxBuffer: 64 * 1024 * 1024, shell });
    return stdout;
  } catch (cause) {
    const tell = 'npm could not list the packages. Run "npm ci" first, and see that npm can be started here.';
    throw new AppError('npm sbom failed', { tell, cause });
  }
}

function refusal(refused: readonly Licence[]): AppError {
  const lines = refused.map((each) => `- ${each.package}: ${each.licence || 'names no licence'}`);
  const tell = ['These packages come under a licence that is not on the list in src/sbom-command.ts:', ...lines];
  return new AppError('licences that nobody allowed', { tell: tell.join('\n') });
}

function toCsv(licences: readonly Licence[]): string {
  const rows = licences.map((each) => `${each.package},${each.licence}`);
  return `${['package,licence', ...rows.toSorted()].join('\n')}\n`;
}

function countOf(licences: readonly Licence[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { licence } of licences) counts[licence] = (counts[licence] ?? 0) + 1;
  return counts;
}
