import { readFileSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { DockerfileParser, type JSONInstruction } from 'dockerfile-ast';
import { parse } from 'yaml';

/** What the container file and the compose file say, for tests that run the same without Docker. */

export const root = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

export interface Container {
  readonly images: readonly string[];
  /** What each stage runs while it is built. */
  readonly runs: readonly string[];
  /** From the project's folder into the image that is kept. */
  readonly copies: readonly { readonly from: string; readonly to: string }[];
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string;
  readonly healthCheck: readonly string[];
  readonly command: readonly string[];
}

export function readContainer(): Container {
  const file = DockerfileParser.parse(read('infra/Dockerfile'));
  const instructions = file.getInstructions();
  const last = instructions.findLastIndex((each) => each.getKeyword() === 'FROM');
  const kept = instructions.slice(last);
  return {
    images: file.getFROMs().map((from) => from.getImage() ?? ''),
    runs: instructions.filter((each) => each.getKeyword() === 'RUN').map((each) => each.getArgumentsContent() ?? ''),
    copies: file.getCOPYs().filter(isKept).flatMap(copiesOf),
    environment: Object.fromEntries(
      file.getENVs().flatMap((env) => env.getProperties().map((each) => [each.getName(), each.getValue() ?? ''])),
    ),
    user: kept.find((each) => each.getKeyword() === 'USER')?.getArgumentsContent() ?? '',
    healthCheck: jsonOf(file.getHEALTHCHECKs()[0]?.getArgumentsContent() ?? ''),
    command: jsonOf(file.getCMDs()[0]?.getArgumentsContent() ?? ''),
  };

  function isKept(copy: JSONInstruction): boolean {
    const line = copy.getRange().start.line;
    return line > (kept[0]?.getRange().start.line ?? 0) && !copy.getFlags().some((flag) => flag.getName() === 'from');
  }
}

function copiesOf(copy: JSONInstruction): { from: string; to: string }[] {
  const names = copy.getArguments().map((each) => each.getValue());
  const to = names.at(-1) ?? '';
  return names.slice(0, -1).map((from) => ({ from, to: to.endsWith('/') ? join(to, basename(from)) : to }));
}

function jsonOf(content: string): string[] {
  return JSON.parse(content.slice(content.indexOf('['))) as string[];
}

/** The image's /app in this folder, with this checkout's packages. */
export async function assembleImage(folder: string): Promise<void> {
  for (const { from, to } of readContainer().copies) {
    await mkdir(join(folder, to, '..'), { recursive: true });
    await cp(join(root, from), join(folder, to), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}

export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: unknown;
  readonly env_file?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly volumes?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly stop_grace_period?: string;
  readonly networks: readonly string[];
  readonly mem_limit?: string;
  readonly restart?: string;
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks: Readonly<Record<string, unknown>>;
}

export function readCompose(): Compose {
  return parse(read('infra/compose.yaml'), { merge: true }) as Compose;
}

/** The services that are Outloud, by name. */
export function outlouds(compose: Compose): [name: string, service: Service][] {
  return Object.entries(compose.services).filter(([, service]) => service.build);
}

/** `${NAME:?why}` and `${NAME}`, as compose puts values into its file. */
export function interpolate(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?::\?[^}]*)?\}/g, (_all, name: string) => values[name] ?? '');
}
