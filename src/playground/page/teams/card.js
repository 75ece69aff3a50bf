import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';
import { blocksToHtml, escapeHtml } from '../text/html.js';
import { parseMarkdown } from '../text/markdown.js';
import { registerCharts } from './charts.js';
import { hostConfig } from './host-config.js';

/**
 * An Adaptive Card, drawn by Microsoft's own package. It is drawn anew only when the card itself changed, so that
 * what somebody types stays while the page hears of other things.
 */
export function Card({ card, onAction, label }) {
  const host = useRef(null);
  const act = useRef(onAction);
  act.current = onAction;
  const source = JSON.stringify(card);
  const [problem, setProblem] = useState('');

  // The card's JSON is what it depends on.
  useLayoutEffect(() => {
    const hadFocus = host.current.contains(document.activeElement);
    const drawn = draw(card, async (action, inputs) => {
      host.current?.setAttribute('aria-busy', 'true');
      await act.current(action, inputs);
      host.current?.removeAttribute('aria-busy');
    });
    setProblem(drawn.problem ?? '');
    host.current.replaceChildren(...(drawn.element ? [drawn.element] : []));
    if (hadFocus) host.current.focus({ preventScroll: true });
  }, [source]);

  useEffect(() => {
    const pane = host.current;
    return () => pane.replaceChildren();
  }, []);

  return html`<div class="adaptive-card" ref=${host} tabindex="-1" role="group" aria-label=${label}></div>
    ${problem && html`<p class="unknown">${problem}</p>`}`;
}

/** What the running render may turn into mentions: names that the card itself lists as such. */
let mentionable = new Set();

let knowsCharts = false;

function draw(source, onAction) {
  const { AdaptiveCard, HostConfig } = window.AdaptiveCards;
  if (!knowsCharts) registerCharts(window.AdaptiveCards);
  knowsCharts = true;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = withMentions(text);
    result.didProcess = true;
  };
  const card = new AdaptiveCard();
  const config = JSON.parse(JSON.stringify(hostConfig));
  card.hostConfig = new HostConfig(config);
  card.onExecuteAction = (action) => void execute(action, onAction);
  card.onAnchorClicked = () => false;
  mentionable = new Set(
    (source.msteams?.entities ?? []).filter(({ type }) => type === 'mention').map(({ text }) => text),
  );
  try {
    const sources = new Map();
    const context = new window.AdaptiveCards.SerializationContext();
    context.onParseAction = (action, json) => sources.set(action, json);
    card.parse(source, context);
    const element = card.render();
    // A card that does nothing itself is no stop for the Tab key.
    if (!source.selectAction) element?.removeAttribute('tabindex');
    const last = element?.lastElementChild;
    if (last?.querySelector('.ac-pushButton') && !last.querySelector('.ac-input')) last.classList.add('card-actions');
    const mark = () => {
      for (const [action, json] of sources) markAction(action, json);
    };
    mark();
    card.onInlineCardExpanded = (action, expanded) => {
      mark();
      if (expanded) action.card.renderedElement?.scrollIntoView({ block: 'nearest' });
    };
    return element ? { element } : { problem: source.fallbackText || 'This card is empty.' };
  } catch (error) {
    return { problem: `This card could not be drawn: ${error.message}` };
  }
}

const sourceOf = new WeakMap();

function markAction(action, json) {
  sourceOf.set(action, json);
  action.renderedElement?.setAttribute('data-verb', json.verb ?? json.data?.action ?? json.data?.form ?? json.id ?? '');
}

/** Two private letters stand for the tags of a mention while the words are escaped. */
const OPEN = '\uE000';
const CLOSE = '\uE001';

function withMentions(text) {
  return htmlWithMentions(
    text,
    (part) => mentionable.has(part),
    (words) => blocksToHtml(parseMarkdown(words, { limited: true })),
  );
}

function htmlWithMentions(text, isMention, toHtml) {
  const parts = text
    .replaceAll(OPEN, '')
    .replaceAll(CLOSE, '')
    .split(/(<at>.*?<\/at>)/g);
  const marked = parts.map((part, at) =>
    at % 2 === 1 && isMention(part) ? `${OPEN}${part.slice(4, -5)}${CLOSE}` : part,
  );
  return toHtml(marked.join('')).replaceAll(OPEN, '<span class="mention">').replaceAll(CLOSE, '</span>');
}

function execute(action, onAction) {
  const type = action.getJsonTypeName();
  if (type === 'Action.OpenUrl') {
    if (/^(?:https?|mailto):/i.test(action.url ?? '')) window.open(action.url, '_blank', 'noopener');
    return undefined;
  }
  return onAction(sourceOf.get(action) ?? action.toJSON(), inputsOf(action));
}

/** What Teams sends along: the inputs of this card and of those around it, as strings; none where the action says so. */
function inputsOf(action) {
  const inputs = Object.values(action.getReferencedInputs() ?? {});
  return Object.fromEntries(
    inputs.filter(({ id }) => id).map((input) => [input.id, input.value === undefined ? '' : String(input.value)]),
  );
}

/** The words of a message, in the format that its sender named. */
export function Words({ text, textFormat, mentions = [] }) {
  if (!text) return null;
  const known = new Set(mentions.map((mention) => mention.text));
  const toHtml = HTML_FROM[textFormat] ?? HTML_FROM.markdown;
  const __html = htmlWithMentions(text, (part) => known.has(part), toHtml);
  return html`<div class=${`words ${textFormat === 'plain' ? 'plain' : ''}`} dangerouslySetInnerHTML=${{ __html }}></div>`;
}

const HTML_FROM = {
  plain: escapeHtml,
  xml: (words) => escapeHtml(decoded(words)),
  markdown: (words) => blocksToHtml(parseMarkdown(words, { limited: true })),
};

function decoded(xml) {
  return xml.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
