import { html } from '../html.js';
import { Inlines } from './text.js';

/** A rich_text block: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
export function RichText({ block }) {
  return html`<div class="rich-text">${grouped(block.elements ?? []).map((part) => html`<${Part} part=${part} />`)}</div>`;
}

function Part({ part }) {
  switch (part.type) {
    case 'rich_text_section':
      return html`<p><${Inlines} nodes=${inlinesOf(part.elements)} /></p>`;
    case 'rich_text_quote':
      return html`<blockquote><p><${Inlines} nodes=${inlinesOf(part.elements)} /></p></blockquote>`;
    case 'rich_text_preformatted':
      return html`<pre tabindex="0"><code><${Inlines} nodes=${inlinesOf(part.elements)} /></code></pre>`;
    case 'nested_list':
      return html`<${List} list=${part} />`;
    default:
      return html`<p class="unknown">Text of a kind the playground does not know: ${part.type}</p>`;
  }
}

/** Slack writes nested lists flat, each with its depth and the number it starts from; lists that follow each other belong together. */
function grouped(parts) {
  const found = [];
  let stack = [];
  for (const part of parts) {
    if (part.type !== 'rich_text_list') {
      stack = [];
      found.push(part);
      continue;
    }
    const depth = part.indent ?? 0;
    const list = {
      type: 'nested_list',
      style: part.style,
      depth,
      start: (part.offset ?? 0) + 1,
      border: part.border,
      items: [],
    };
    for (const element of part.elements ?? []) list.items.push({ elements: element.elements ?? [], lists: [] });
    while (stack.length > 0 && stack.at(-1).depth >= depth) stack.pop();
    const parent = stack.at(-1)?.items.at(-1);
    if (parent) parent.lists.push(list);
    else found.push(list);
    stack.push(list);
  }
  return found;
}

function List({ list }) {
  const items = list.items.map(
    (item) =>
      html`<li><${Inlines} nodes=${inlinesOf(item.elements)} />${item.lists.map((inner) => html`<${List} list=${inner} />`)}</li>`,
  );
  return list.style === 'ordered' ? html`<ol start=${list.start}>${items}</ol>` : html`<ul>${items}</ul>`;
}

export function inlinesOf(elements = []) {
  return elements.flatMap((element) => styled(inlineOf(element), element.style ?? {}));
}

function inlineOf(element) {
  switch (element.type) {
    case 'text':
      return lines(element.text ?? '');
    case 'link':
      return linkOf(element);
    case 'user':
      return [{ kind: 'user', id: element.user_id }];
    case 'channel':
      return [{ kind: 'channel', id: element.channel_id }];
    case 'usergroup':
      return [{ kind: 'usergroup', id: element.usergroup_id }];
    case 'team':
      return [{ kind: 'usergroup', id: element.team_id }];
    case 'broadcast':
      return [{ kind: 'broadcast', range: element.range }];
    case 'emoji':
      return [{ kind: 'emoji', name: element.name ?? '', unicode: element.unicode }];
    case 'color':
      return [{ kind: 'color', value: element.value ?? '' }];
    case 'date':
      return [
        {
          kind: 'date',
          timestamp: element.timestamp,
          format: element.format ?? '',
          href: element.url,
          fallback: element.fallback ?? '',
        },
      ];
    default:
      return [{ kind: 'text', text: `[${element.type}]` }];
  }
}

function linkOf(element) {
  const text = element.text || element.url || '';
  return /^(?:https?|mailto|tel):/i.test(element.url ?? '')
    ? [{ kind: 'link', href: element.url, children: [{ kind: 'text', text }] }]
    : [{ kind: 'text', text }];
}

function lines(text) {
  return text
    .split('\n')
    .flatMap((line, at) => [...(at > 0 ? [{ kind: 'break' }] : []), ...(line ? [{ kind: 'text', text: line }] : [])]);
}

function styled(nodes, style) {
  const wrap = (kind, inner) => [{ kind, children: inner }];
  let found = nodes;
  if (style.code) found = found.map((node) => (node.kind === 'text' ? { kind: 'code', text: node.text } : node));
  if (style.strike) found = wrap('del', found);
  if (style.underline) found = wrap('underline', found);
  if (style.italic) found = wrap('em', found);
  return style.bold ? wrap('strong', found) : found;
}
