import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';

const fieldTypes = ['short', 'long', 'choice', 'link', 'image', 'number', 'date'] as const;

const fieldSchema = z.strictObject({
  label: z.string().min(1).max(75),
  type: z.enum(fieldTypes),
  hint: z.string().max(150).optional(),
  options: z.array(z.string().min(1).max(75)).min(2).max(100).optional(),
  /** May be left empty. */
  opt: z.boolean().default(false),
});

const promptSchema = z.strictObject({
  id: z.string().min(1).max(60),
  theme: z.string(),
  text: z.string().min(1).max(300),
  fields: z.array(fieldSchema).min(1).max(3),
  /** About how long an answer takes. */
  mins: z.number().int().min(1).max(10),
  /** 1 gentle, 2 open, 3 brave. */
  stretch: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  /** What a plan section can accept an answer as. */
  plan: z.enum(['checked', 'tried', 'learned', 'helped', 'planned']),
  /** The name may be hidden. */
  anon: z.boolean().default(false),
  /** What can be offered next. */
  spin: z.enum(['ask', 'offer', 'pilot', 'pairing', 'exercise', 'vote']).optional(),
  /** A warning shown under the prompt. */
  care: z.string().optional(),
});

const librarySchema = z.strictObject({
  format: z.literal('prompt-library/1'),
  language: z.string(),
  version: z.string(),
  themes: z.array(z.strictObject({ id: z.string(), title: z.string() })),
  prompts: z.array(promptSchema).min(1),
});

export type PromptField = z.output<typeof fieldSchema>;
export type Prompt = Readonly<z.output<typeof promptSchema>>;
export type Library = Readonly<z.output<typeof librarySchema>>;

/** Reads a library in YAML; complaints name the prompt and the key. */
export async function readLibrary(file: string | URL): Promise<Library> {
  const parsed = librarySchema.safeParse(parse(await readFile(file, 'utf8')));
  const complaints = parsed.success ? inconsistencies(parsed.data) : z.prettifyError(parsed.error).split('\n');
  if (parsed.success && complaints.length === 0) return parsed.data;
  const tell = `The prompt library ${String(file)} cannot be used:\n${complaints.join('\n')}`;
  throw new AppError(tell, { tell });
}

function inconsistencies({ prompts, themes }: Library): string[] {
  const known = new Set(themes.map((theme) => theme.id));
  const seen = new Set<string>();
  return prompts.flatMap((prompt) => {
    const complaints = [
      ...(known.has(prompt.theme) ? [] : [`${prompt.id}: there is no theme "${prompt.theme}"`]),
      ...(seen.has(prompt.id) ? [`${prompt.id}: this id is used twice`] : []),
      ...prompt.fields
        .filter((field) => (field.type === 'choice') !== (field.options !== undefined))
        .map((field) => `${prompt.id}, "${field.label}": options belong to a choice, and a choice needs them`),
    ];
    seen.add(prompt.id);
    return complaints;
  });
}

/** The field types' own limits, in characters. */
export const fieldLimits: Readonly<Record<PromptField['type'], number>> = {
  short: 150,
  long: 1_200,
  choice: 75,
  link: 2_000,
  image: 2_000,
  number: 30,
  date: 10,
};

/** A prompt in somebody's own words has one open field. */
export function promptInOwnWords(id: string, text: string): Prompt {
  return {
    id,
    theme: 'own',
    text,
    fields: [{ label: 'Your answer', type: 'long', opt: false }],
    mins: 2,
    stretch: 1,
    plan: 'learned',
    anon: false,
  };
}

/** What one can always answer, unasked. */
export const freePrompt: Prompt = {
  ...promptInOwnWords('free', 'What are you working on, or wrestling with, that others here could use?'),
  fields: [
    { label: 'What it is', type: 'long', opt: false },
    { label: 'What would help', type: 'short', opt: true },
  ],
};
