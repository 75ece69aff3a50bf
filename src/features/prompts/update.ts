import { isBlank, lengthOf } from '../../base/text.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { Row } from '../../storage/schema.ts';
import type { UpdateField } from '../../storage/tables/prompts.ts';
import { fieldLimits, type Prompt, type PromptField } from './library.ts';

export type Update = Row<'update'>;

export type FieldProblem =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-long'; readonly length: number; readonly limit: number }
  | { readonly kind: 'no-link' }
  | { readonly kind: 'no-number' }
  | { readonly kind: 'no-date' }
  | { readonly kind: 'no-option' };

/** The input ids of a prompt's fields. */
export function fieldId(index: number): string {
  return `field${index}`;
}

/** What was typed into a prompt's fields: what is kept, and what is wrong with each, by input id. */
export function readFields(
  prompt: Prompt,
  inputs: Readonly<Record<string, string>>,
): { fields: UpdateField[]; problems: Record<string, FieldProblem> } {
  const problems: Record<string, FieldProblem> = {};
  const fields = prompt.fields.map((field, index) => {
    const value = (inputs[fieldId(index)] ?? '').trim();
    const problem = problemWith(field, value);
    if (problem) problems[fieldId(index)] = problem;
    return { label: field.label, value };
  });
  return { fields, problems };
}

function problemWith(field: PromptField, value: string): FieldProblem | undefined {
  if (isBlank(value)) return field.opt ? undefined : { kind: 'empty' };
  const limit = fieldLimits[field.type];
  const length = lengthOf(value);
  if (length > limit) return { kind: 'too-long', length, limit };
  switch (field.type) {
    case 'link':
    case 'image':
      return isWebAddress(value) ? undefined : { kind: 'no-link' };
    case 'number':
      return Number.isFinite(Number(value.replaceAll(',', ''))) ? undefined : { kind: 'no-number' };
    case 'date':
      return Number.isNaN(Date.parse(value)) ? { kind: 'no-date' } : undefined;
    case 'choice':
      return field.options?.includes(value) ? undefined : { kind: 'no-option' };
    default:
      return undefined;
  }
}

function isWebAddress(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username;
}

/** Only its author may change it, with any account of theirs, and only while it stands. */
export function mayChange(update: Update | undefined, accounts: readonly PersonId[]): update is Update {
  return update !== undefined && accounts.includes(update.person_id) && update.state !== 'withdrawn';
}
