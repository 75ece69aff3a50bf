import type { AdaptiveCard, CardElement, Json } from '../../chat/card.ts';
import { longestCard } from './limits.ts';
import { cut } from './render-text.ts';

type JsonObject = { readonly [key: string]: Json | undefined };

/**
 * A card as Teams takes it (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference):
 * version 1.5, no address but https (or on this machine), nothing in it that could pass for a mention, and no larger than a message may be.
 */
export function renderCard(card: AdaptiveCard): AdaptiveCard {
  return shorten(asCard(safe(card, mentionsOf(card))));
}

/** Words alone, as a card; for where a card has to stand. */
export function cardOfText(text: string): AdaptiveCard {
  return {
    type: 'AdaptiveCard',
    $schema: schema,
    version: '1.5',
    body: text
      .split(/\n+/)
      .filter((line) => line.trim() !== '')
      .map((line) => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: line }] })),
  };
}

const schema = 'http://adaptivecards.io/schemas/adaptive-card.json';

function asCard(safe: Json | undefined): AdaptiveCard {
  const { refresh: _, authentication: __, body, actions, ...rest } = asObject(safe);
  return {
    ...rest,
    type: 'AdaptiveCard',
    $schema: schema,
    version: '1.5',
    body: asElements(body),
    ...(Array.isArray(actions) && actions.length > 0 && { actions: asElements(actions) }),
  };
}

type Mentions = ReadonlySet<string>;

/** `<at>Maya</at>` calls somebody only where an entity with the same text says whom. */
function mentionsOf(card: AdaptiveCard): Mentions {
  const { entities } = asObject(card.msteams);
  const texts = (Array.isArray(entities) ? entities : []).map((entity: Json) => asObject(entity).text);
  return new Set(texts.filter((text) => typeof text === 'string'));
}

/** The same without what may not be sent; `undefined` where nothing is left of it. */
function safe(value: Json | undefined, mentions: Mentions): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => safe(each, mentions)).filter((each) => each !== undefined);
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  const node = value as JsonObject;
  if (node.type === 'Action.OpenUrl' && !isHttps(node.url) && !isOnThisMachine(node.url)) return undefined;
  if (node.type === 'Image' && !isPicture(node.url)) return pictureInWords(node);
  const inner = Object.entries(node)
    .map(([key, each]) => [key, isData(node, key) ? each : safe(each, mentions)] as const)
    .filter(([, each]) => each !== undefined);
  return withoutMarkup(Object.fromEntries(inner), mentions);
}

/** What comes back to us is not for eyes: it stays as it is. */
function isData(node: JsonObject, key: string): boolean {
  return key === 'data' && typeof node.type === 'string' && node.type.startsWith('Action.');
}

/** Where Teams reads markup: text blocks and facts know `<at>`, run texts and inputs know none. */
function withoutMarkup(node: JsonObject, mentions: Mentions): JsonObject {
  if (node.type === 'TextBlock') return { ...node, text: withoutMentions(node.text, mentions) };
  if (node.type === 'FactSet' && Array.isArray(node.facts)) {
    return {
      ...node,
      facts: node.facts.map(asObject).map((fact) => ({
        ...fact,
        title: withoutMentions(fact.title, mentions),
        value: withoutMentions(fact.value, mentions),
      })),
    };
  }
  if (node.type === 'Action.ShowCard') {
    const { data: _, ...rest } = node;
    return { ...rest, ...(node.card !== undefined && { card: asCard(node.card) }) };
  }
  return node;
}

function withoutMentions(text: Json | undefined, mentions: Mentions): Json | undefined {
  if (typeof text !== 'string') return text;
  return text.replace(/<at\b[^<>]*>(?:[^<]*<\/at\s*>)?|<\/at\b[^<>]*>/gi, (found) =>
    mentions.has(found) ? found : found.replaceAll('<', '‹').replaceAll('>', '›'),
  );
}

function isHttps(url: Json | undefined): boolean {
  return typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:';
}

/** The playground's pages, which nobody else reaches. */
function isOnThisMachine(url: Json | undefined): boolean {
  return typeof url === 'string' && /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?\//.test(url);
}

function isPicture(url: Json | undefined): boolean {
  return isHttps(url) || (typeof url === 'string' && url.startsWith('data:image/'));
}

function pictureInWords({ altText }: JsonObject): JsonObject | undefined {
  if (typeof altText !== 'string' || altText === '') return undefined;
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: altText }] };
}

/** Longest texts first, until it fits; what somebody typed into a field stays whole. */
function shorten(card: AdaptiveCard): AdaptiveCard {
  let shown = card;
  for (let limit = 4000; JSON.stringify(shown).length > longestCard && limit > 30; limit = Math.floor(limit / 2)) {
    shown = asCard(cutTexts(card, limit));
  }
  return shown;
}

function cutTexts(value: Json | undefined, limit: number): Json | undefined {
  if (Array.isArray(value)) return value.map((each) => cutTexts(each, limit)).filter((each) => each !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const node = value as JsonObject;
  const isShown = node.type === 'TextBlock' || node.type === 'TextRun';
  return Object.fromEntries(
    Object.entries(node).map(([key, each]) => {
      if (isShown && key === 'text' && typeof each === 'string') return [key, cut(each, limit)];
      return [key, isData(node, key) ? each : cutTexts(each, limit)];
    }),
  );
}

function asObject(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function asElements(value: Json | undefined): CardElement[] {
  return Array.isArray(value) ? value.filter(isElement) : [];
}

function isElement(value: Json): value is CardElement {
  return typeof asObject(value).type === 'string';
}
