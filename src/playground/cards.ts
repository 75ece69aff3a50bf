import { z } from 'zod';
import type { JsonObject } from './json.ts';
import { type Exchange, sendJson } from './web.ts';

/*
 * The page on which somebody sees a card of their own as Teams and as Slack show it. What Slack makes of a card is the
 * product's own translation, which this room does not know: it is given a desk that does.
 */

const surface = z.enum(['message', 'modal', 'home']);

/** Where a form has its words around the card. */
const frame = z.object({ title: z.string().max(200), submit: z.string().max(200).optional() });

const question = z.object({
  /** The card as somebody typed it. */
  source: z.string(),
  surface,
  /** Whether the workspace draws charts itself. */
  charts: z.boolean(),
});

const press = z.discriminatedUnion('platform', [
  z.object({
    platform: z.literal('slack'),
    source: z.string(),
    surface,
    /** Absent: the form as a whole is sent. */
    action: z.object({ action_id: z.string(), block_id: z.string() }).optional(),
    state: z.record(z.string(), z.unknown()),
  }),
  z.object({
    platform: z.literal('teams'),
    action: z.record(z.string(), z.unknown()),
    inputs: z.record(z.string(), z.string()),
  }),
]);

export type CardQuestion = z.infer<typeof question>;
export type CardPress = z.infer<typeof press>;

/** Where something stands in the text: from one character up to another. */
export type Span = readonly [from: number, to: number];

export interface CardRefusal {
  readonly ok: false;
  readonly tell: string;
  /** A JSON Pointer, where the text is JSON. */
  readonly path?: string;
  readonly at?: Span;
}

export interface CardAnswer {
  readonly ok: true;
  readonly text: string;
  readonly blocks: readonly object[];
  readonly lost: readonly { path: string; what: string; instead: string; at?: Span }[];
  /** Pictures that the blocks show, by the id of their file: `data:` addresses. */
  readonly pictures: Readonly<Record<string, string>>;
  /** Milliseconds that the translation took. */
  readonly ms: number;
}

/** What would reach the product. */
export interface CardHeard {
  readonly kind: string;
  readonly name: string;
  readonly values: Readonly<Record<string, string>>;
  readonly inputs: Readonly<Record<string, string>>;
  /** Labels of fields whose answers would be sent back. */
  readonly objections: readonly string[];
}

export interface CardSample {
  readonly name: string;
  readonly group: string;
  readonly surface: CardQuestion['surface'];
  readonly card: JsonObject | object;
  readonly frame?: z.infer<typeof frame>;
}

export interface CardDesk {
  samples(): readonly CardSample[];
  translate(question: CardQuestion): Promise<CardAnswer | CardRefusal>;
  hear(press: CardPress): CardHeard | undefined;
}

/** Letters of a card that the page takes; Teams takes about a tenth. */
export const longestCard = 200_000;

export async function translateCard(desk: CardDesk, asked: unknown, { res }: Exchange): Promise<void> {
  const parsed = question.safeParse(asked);
  if (!parsed.success || parsed.data.source.length > longestCard) {
    const tell = `The page takes a card of at most ${longestCard.toLocaleString('en-GB')} characters.`;
    return sendJson(res, 413, { ok: false, tell });
  }
  sendJson(res, 200, await desk.translate(parsed.data));
}

export function hearPress(desk: CardDesk, pressed: unknown, { res }: Exchange): void {
  const parsed = press.safeParse(pressed);
  const heard = parsed.success ? desk.hear(parsed.data) : undefined;
  const answer = heard ? { ok: true, heard } : { ok: false, tell: 'Nothing would be sent.' };
  sendJson(res, heard ? 200 : 400, answer);
}
