import type { ModalView } from '@slack/types';
import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { clean, cut, oneLine } from './blocks/characters.ts';
import { isObject } from './blocks/json.ts';
import { untoldInputs, withoutRules } from './inputs.ts';
import { slackLimits, viewLimits } from './limits.ts';
import { type Origin, writeMetadata } from './metadata.ts';
import { complaintBlockId, type RenderedCard, type RenderOptions, renderCard } from './render-card.ts';
import { plainBlock } from './render-message.ts';
import { words } from './words.ts';

export type Complaints = Readonly<Record<string, string>>;

export interface RenderedForm {
  readonly view: ModalView;
  readonly lost: RenderedCard['lost'];
  readonly blocks: RenderedCard['blocks'];
  readonly pictures: RenderedCard['pictures'];
  /** What had to be cut, for the log. */
  readonly shortened: readonly string[];
}

export interface RenderFormOptions extends Pick<RenderOptions, 'files'> {
  readonly origin: Origin;
  readonly complaints?: Complaints;
}

/** A form as a modal; `complaints` stand on top of it, for where they cannot stand under the fields. */
export function renderForm(form: Form, options: RenderFormOptions): RenderedForm {
  const body = [...Object.values(options.complaints ?? {}).map(complaintBlock), ...form.body];
  const card = { type: 'AdaptiveCard', version: '1.5', body };
  const { blocks, lost, inputs, pictures } = renderCard(card, { surface: 'modal', files: options.files });
  const hasInputs = blocks.some((block) => block.type === 'input');
  // Slack refuses a view that has fields and nothing to send them with.
  const submit = form.submit ?? (hasInputs ? words.send : undefined);
  const view: ModalView = {
    type: 'modal',
    callback_id: form.name.slice(0, viewLimits.callbackId),
    title: label(form.title),
    ...(submit !== undefined && { submit: label(submit) }),
    close: label(submit === undefined ? words.close : words.cancel),
    private_metadata: writeMetadata({
      origin: options.origin,
      state: form.state,
      inputs: untoldInputs(inputs, blocks),
      // What was sent is then checked by its feature alone.
      fewer: untoldInputs(withoutRules(inputs), blocks),
    }),
    blocks: blocks as ModalView['blocks'],
  };
  const shortened = [form.title, form.submit ?? ''].filter((text) => text !== label(text).text);
  return { view, lost, blocks, pictures, shortened };
}

/** A view that only says something. */
export function renderNotice(title: string, text: string): ModalView {
  const { blocks } = renderCard(
    { type: 'AdaptiveCard', version: '1.5', body: [plainBlock(text)] },
    { surface: 'modal' },
  );
  return { type: 'modal', title: label(title), close: label(words.close), blocks: blocks as ModalView['blocks'] };
}

/**
 * Complaints as Slack shows them, under the fields: by `block_id`. Absent where one of them has no field in the view
 * that was sent (https://docs.slack.dev/surfaces/modals: an error for any other block is refused as a whole).
 */
export function complaintErrors(
  form: Form,
  complaints: Complaints,
  sentBlocks: readonly unknown[],
): Record<string, string> | undefined {
  const { inputs } = renderCard({ type: 'AdaptiveCard', version: '1.5', body: form.body }, { surface: 'modal' });
  const fields = new Set(sentBlocks.flatMap((block) => (isInput(block) ? [block.block_id] : [])));
  const errors: Record<string, string> = {};
  for (const [input, text] of Object.entries(complaints)) {
    const block = complaintBlockId(inputs, input);
    if (block === undefined || !fields.has(block)) return undefined;
    errors[block] = cut(clean(text), viewLimits.complaint);
  }
  return errors;
}

/** Where a complaint about no field in particular can stand without losing what was typed. */
export function firstInput(blocks: readonly unknown[]): string | undefined {
  return blocks.find(isInput)?.block_id;
}

function isInput(block: unknown): block is { block_id: string } {
  return isObject(block) && block.type === 'input' && typeof block.block_id === 'string';
}

/** A title or a button of a view, within Slack's limit. */
export function label(text: string): { type: 'plain_text'; text: string; emoji: false } {
  return { type: 'plain_text', text: cut(oneLine(clean(text)), slackLimits.formTitle), emoji: false };
}

function complaintBlock(text: string): CardElement {
  return plainBlock(`⚠ ${text}`);
}
