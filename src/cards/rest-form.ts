import type { AdaptiveCard, CardElement, Json } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import { restAction } from '../chat/rest.ts';
import { boldLine } from './elements.ts';
import type { Words } from './words.ts';

/** The rest of a card that a platform could not show whole, as forms to read: one page after the other. */

interface RestView {
  /** Where the reader is; comes back when the next page is asked for. */
  readonly state: string;
  readonly page: RestPage;
}

export function restForm(words: Words, { state, page }: RestView): Form {
  return {
    name: restAction,
    title: words('rest.title'),
    state,
    body: page.body,
    ...(page.next !== undefined && { submit: words('rest.more') }),
  };
}

export interface RestPage {
  readonly body: readonly CardElement[];
  /** The place in the card where the next page begins. */
  readonly next?: string;
}

/** About what a modal of Slack's holds before it has to merge anything. */
const PAGE = { elements: 70, letters: 40_000 } as const;

/** What follows in an element, in the order in which it is read. */
const LISTS = ['body', 'items', 'columns', 'rows', 'cells', 'facts', 'images', 'pages'];

/** The card from a place on, as far as one page holds it; a place that is not there is its beginning. */
export function restPage(card: AdaptiveCard, from: string): RestPage {
  const parts = [...card.body, ...unfolded(card.actions ?? [])];
  const [root, ...steps] = from.split('/').slice(1);
  const room = { ...PAGE, isEmpty: true };
  const { kept, next } = takeFrom(parts, { steps: root === 'body' ? steps : [], path: '/body' }, room);
  return { body: kept, ...(next !== undefined && { next }) };
}

interface Place {
  /** The way down to where the page begins; the rest of it is skipped. */
  readonly steps: readonly string[];
  readonly path: string;
}

interface Room {
  elements: number;
  letters: number;
  isEmpty: boolean;
}

function takeFrom(
  list: readonly CardElement[],
  { steps, path }: Place,
  room: Room,
): { kept: CardElement[]; next?: string } {
  const kept: CardElement[] = [];
  const start = startIn(list, steps[0]);
  for (const [at, element] of list.entries()) {
    if (at < start) continue;
    const here = `${path}/${at}`;
    const key = LISTS.find((one) => Array.isArray(element[one]));
    if (key === undefined) {
      if (!makeRoom(element, room)) return { kept, next: here };
      kept.push(readOnly(element));
      continue;
    }
    const inside = at === start && steps[1] === key ? steps.slice(2) : [];
    const inner = takeFrom(element[key] as readonly CardElement[], { steps: inside, path: `${here}/${key}` }, room);
    if (inner.kept.length > 0) kept.push({ ...element, [key]: inner.kept });
    if (inner.next !== undefined) return { kept, next: inner.next };
  }
  return { kept };
}

function startIn(list: readonly CardElement[], step: string | undefined): number {
  const at = Number(step ?? 0);
  return Number.isInteger(at) && at >= 0 && at < list.length ? at : 0;
}

/** Facts and pictures share blocks, ten to one; every page holds something, however long it is. */
function makeRoom(element: CardElement, room: Room): boolean {
  const isSmall = element.type === undefined || element.type === 'Fact' || element.type === 'Image';
  const elements = room.elements - (isSmall ? 0.1 : 1);
  const letters = room.letters - JSON.stringify(element).length;
  if (!room.isEmpty && (elements < 0 || letters < 0)) return false;
  Object.assign(room, { elements, letters, isEmpty: false });
  return true;
}

/** A page is read, not filled in: a field is its label, and what unfolds a form opens it. */
function readOnly(element: CardElement): CardElement {
  if (element.type?.startsWith('Input.')) return boldLine(wordsIn(element.label ?? element.title));
  if (element.type !== 'ActionSet' || !Array.isArray(element.actions)) return element;
  return { ...element, actions: element.actions.map((action: Json) => opening(action as CardElement)) };
}

function opening(action: CardElement): CardElement {
  if (action.type !== 'Action.ShowCard' || typeof action.id !== 'string') return action;
  const data = { ...(action.data as object), action: action.id, msteams: { type: 'task/fetch' } };
  return { type: 'Action.Submit', title: action.title, data };
}

/** Cards that are shown below the buttons that would unfold them elsewhere; those that open as a form are not. */
function unfolded(actions: readonly CardElement[]): CardElement[] {
  return actions.flatMap((action) => {
    const card = action.card as AdaptiveCard | undefined;
    if (action.type !== 'Action.ShowCard' || action.data !== undefined || !Array.isArray(card?.body)) return [];
    return [{ type: 'Container', items: [boldLine(wordsIn(action.title)), ...card.body] }];
  });
}

function wordsIn(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
