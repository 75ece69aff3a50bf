import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { html } from '../html.js';
import { fullTime } from '../time.js';
import { slackDate } from './dates.js';
import { emojiFor } from './emoji.js';
import { parseInline, parseMrkdwn } from './mrkdwn.js';

/** Whom ids stand for, and the clock of who is reading. */
export const Reader = createContext({
  zone: 'UTC',
  now: new Date(),
  me: '',
  people: [],
  channels: [],
  bot: { id: '', name: '' },
});

export function useReader() {
  return useContext(Reader);
}

/** A text object: plain, or in Slack's own markup. */
export function Text({ text, inline = false }) {
  if (!text) return null;
  if (typeof text === 'string') return plain(text);
  if (text.type === 'mrkdwn') {
    return inline
      ? html`<${Inlines} nodes=${parseInline(text.text, text.verbatim)} />`
      : html`<${TextBlocks} blocks=${parseMrkdwn(text.text, { verbatim: text.verbatim })} />`;
  }
  return plain(text.text, text.emoji !== false);
}

function plain(text, emoji = true) {
  const parts = emoji ? text.split(/(:[a-z0-9_+'-]+:)/g) : [text];
  return html`<span class="plain">${parts.map((part, at) => (at % 2 === 1 ? (emojiFor(part.slice(1, -1)) ?? part) : part))}</span>`;
}

export function TextBlocks({ blocks }) {
  return blocks.map((block) => html`<${TextBlock} block=${block} />`);
}

function TextBlock({ block }) {
  switch (block.kind) {
    case 'heading':
      return html`<p class=${`heading heading-${Math.min(block.level, 4)}`} role="heading" aria-level=${block.level + 3}><${Inlines} nodes=${block.children} /></p>`;
    case 'quote':
      return html`<blockquote><${TextBlocks} blocks=${block.blocks} /></blockquote>`;
    case 'pre':
      return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
    case 'rule':
      return html`<hr />`;
    case 'list': {
      const items = block.items.map((item) => html`<li><${TextBlocks} blocks=${item} /></li>`);
      return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`;
    }
    case 'table':
      return html`<${MarkdownTable} table=${block} />`;
    default:
      return html`<p><${Inlines} nodes=${block.children} /></p>`;
  }
}

function MarkdownTable({ table }) {
  const style = (at) => `text-align:${table.align[at] ?? 'left'}`;
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>
    <thead><tr>${table.header.map((cell, at) => html`<th scope="col" style=${style(at)}><${Inlines} nodes=${cell} /></th>`)}</tr></thead>
    <tbody>${table.rows.map((row) => html`<tr>${row.map((cell, at) => html`<td style=${style(at)}><${Inlines} nodes=${cell} /></td>`)}</tr>`)}</tbody>
  </table></div>`;
}

export function Inlines({ nodes }) {
  return nodes.map((node) => html`<${InlineNode} node=${node} />`);
}

function InlineNode({ node }) {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'strong':
      return html`<strong><${Inlines} nodes=${node.children} /></strong>`;
    case 'em':
      return html`<em><${Inlines} nodes=${node.children} /></em>`;
    case 'del':
      return html`<del><${Inlines} nodes=${node.children} /></del>`;
    case 'underline':
      return html`<u><${Inlines} nodes=${node.children} /></u>`;
    case 'code':
      return html`<code>${node.text}</code>`;
    case 'break':
      return html`<br />`;
    case 'link':
      return html`<a href=${node.href} target="_blank" rel="noopener noreferrer"><${Inlines} nodes=${node.children} /></a>`;
    case 'emoji':
      return html`<${Emoji} name=${node.name} unicode=${node.unicode} />`;
    case 'color':
      return html`<span class="swatch"><i style=${`background:${/^#[0-9a-f]{3,8}$/i.test(node.value) ? node.value : 'transparent'}`}></i>${node.value}</span>`;
    case 'date':
      return html`<${DateText} node=${node} />`;
    default:
      return html`<${Mention} node=${node} />`;
  }
}

function Emoji({ name, unicode }) {
  const sign = emojiFor(name, unicode);
  return sign ? html`<span role="img" aria-label=${name.replaceAll('_', ' ')}>${sign}</span>` : `:${name}:`;
}

function DateText({ node }) {
  const reader = useReader();
  const at = new Date(node.timestamp * 1000);
  if (Number.isNaN(at.getTime())) return node.fallback;
  const text = slackDate(node.timestamp, node.format, reader);
  const time = html`<time dateTime=${at.toISOString()} title=${fullTime(at, reader.zone)}>${text}</time>`;
  return node.href ? html`<a href=${node.href} target="_blank" rel="noopener noreferrer">${time}</a>` : time;
}

function Mention({ node }) {
  const { people, channels, bot, me } = useReader();
  if (node.kind === 'broadcast') return html`<span class="mention loud">@${node.range}</span>`;
  if (node.kind === 'usergroup') return html`<span class="mention">${node.label || `@${node.id}`}</span>`;
  if (node.kind === 'channel') {
    const name = channels.find(({ id }) => id === node.id)?.name ?? node.label;
    return html`<span class="mention">#${name || node.id}</span>`;
  }
  const name = node.id === bot.id ? bot.name : (people.find(({ id }) => id === node.id)?.name ?? node.label);
  return html`<span class=${`mention ${node.id === me ? 'me' : ''}`}>@${name || node.id}</span>`;
}
