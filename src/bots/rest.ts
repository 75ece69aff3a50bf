import type { Transaction } from 'kysely';
import { restForm, restPage } from '../cards/rest-form.ts';
import type { AdaptiveCard } from '../chat/card.ts';
import type { ActionEvent, FormEvent, HomeEvent } from '../chat/event.ts';
import type { EventId, MessageRef, PlatformName } from '../chat/ids.ts';
import { form, note, type Reply } from '../chat/reply.ts';
import { findStanding } from '../delivery/outbox.ts';
import type { Handling } from '../features/feature.ts';
import type { Database } from '../storage/schema.ts';
import { findReply } from './inbox.ts';

/** The button under a card that a platform could not show whole, and the pages that it leads to. */

/**
 * Slack signs what it sends back, so these values are ours as we wrote them. A Teams client may send any, and with them
 * ask for what was said to others; there cards are shown whole, and nobody has such a button.
 */
const vouching: ReadonlySet<PlatformName> = new Set(['slack']);

/** A person's own page, as its feature makes it. */
export type AskHome = (event: HomeEvent, handling: Handling) => Promise<Reply>;

interface Reading {
  readonly whole: string;
  /** A JSON Pointer into the card. */
  readonly from: string;
}

export async function openRest(event: ActionEvent, handling: Handling, askHome: AskHome): Promise<Reply> {
  const reading = { whole: event.values.whole ?? '', from: event.values.from ?? '' };
  const card = await findCard(reading.whole, { event, handling, askHome });
  return showPage(card, reading, event, handling);
}

/** The next page: `state` says of which card, and whose reading it is. */
export async function readOn(event: FormEvent, handling: Handling, askHome: AskHome): Promise<Reply> {
  const [whole = '', from = '', person] = event.state.split('\n');
  if (person !== event.person.id) return note(handling.words('rest.gone'));
  const card = await findCard(whole, { event, handling, askHome });
  return showPage(card, { whole, from }, event, handling);
}

function showPage(
  card: AdaptiveCard | undefined,
  { whole, from }: Reading,
  { person }: ActionEvent | FormEvent,
  { words }: Handling,
): Reply {
  if (!card) return note(words('rest.gone'));
  const page = restPage(card, from);
  return form(restForm(words, { page, state: [whole, page.next ?? '', person.id].join('\n') }));
}

interface Search {
  readonly event: ActionEvent | FormEvent;
  readonly handling: Handling;
  readonly askHome: AskHome;
}

async function findCard(whole: string, { event, handling, askHome }: Search): Promise<AdaptiveCard | undefined> {
  if (!vouching.has(event.platform)) return undefined;
  const [kind, id = ''] = splitFirst(whole);
  if (kind === 'delivery') return findDelivered(handling.trx, id, event);
  if (kind === 'reply') return cardOf(await findReply(handling.trx, id as EventId));
  if (kind !== 'home') return undefined;
  return cardOf(await askHome(toHome(event), handling));
}

/** Whoever presses the button under a message sees that message; what stands elsewhere is not theirs to read here. */
async function findDelivered(
  trx: Transaction<Database>,
  id: string,
  event: ActionEvent | FormEvent,
): Promise<AdaptiveCard | undefined> {
  const standing = await findStanding(trx, id);
  if (event.kind === 'action' && !isSame(standing?.ref, event.message)) return undefined;
  return standing?.message.card;
}

function isSame(one: MessageRef | null | undefined, other: MessageRef | undefined): boolean {
  return one?.id !== undefined && one.id === other?.id && one.conversation === other.conversation;
}

function cardOf(reply: Reply | undefined): AdaptiveCard | undefined {
  if (reply?.kind === 'home') return reply.card;
  return reply?.kind === 'note' || reply?.kind === 'replace' ? reply.message.card : undefined;
}

function toHome(event: ActionEvent | FormEvent): HomeEvent {
  const { id, platform, workspace, at, person, conversation, answers } = event;
  return { kind: 'home', id, platform, workspace, at, person, conversation, answers };
}

/** An event's id may hold colons itself. */
function splitFirst(text: string): [string, string?] {
  const at = text.indexOf(':');
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
