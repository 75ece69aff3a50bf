import { useId, useState } from 'preact/hooks';
import { Chart } from '../chart.js';
import { html } from '../html.js';
import { parseMarkdown } from '../text/markdown.js';
import { Element, Picture } from './elements.js';
import { RichText } from './rich-text.js';
import { useSurface } from './surface.js';
import { DataTable, Table } from './tables.js';
import { Text, TextBlocks } from './text.js';

/** Slack's blocks: https://docs.slack.dev/reference/block-kit/blocks */
export function Blocks({ blocks }) {
  return html`<div class="blocks">${blocks.map((block) => html`<${Block} key=${block.block_id} block=${block} />`)}</div>`;
}

function Block({ block }) {
  const Drawn = DRAWN[block.type];
  return Drawn ? html`<${Drawn} block=${block} />` : html`<${Unknown} block=${block} />`;
}

function Unknown({ block }) {
  return html`<div class="unknown"><b>A block of type "${block.type}"</b>${textsIn(block).map((text) => html`<span>${text}</span>`)}</div>`;
}

/** All words in something of unknown shape, so that nothing is lost. */
function textsIn(value) {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) =>
    key === 'text' && typeof held === 'string' ? [held] : textsIn(held),
  );
}

function Section({ block }) {
  return html`<div class="block section">
    <div class="section-words">
      ${block.text && html`<div class="section-text"><${Text} text=${block.text} /></div>`}
      ${block.fields && html`<div class="fields">${block.fields.map((field) => html`<div><${Text} text=${field} /></div>`)}</div>`}
    </div>
    ${block.accessory && html`<div class="accessory"><${Element} element=${block.accessory} block=${block} /></div>`}
  </div>`;
}

function Header({ block }) {
  return html`<p class="block header" role="heading" aria-level=${Math.min(6, 3 + (block.level ?? 1))}><${Text} text=${block.text} /></p>`;
}

function Context({ block }) {
  return html`<div class="block context">${(block.elements ?? []).map((element) =>
    element.type === 'image'
      ? html`<${Picture} source=${element} className="context-image" />`
      : html`<div><${Text} text=${element} /></div>`,
  )}</div>`;
}

function Divider() {
  return html`<hr class="block divider" />`;
}

function Image({ block }) {
  return html`<figure class="block image">
    ${block.title && html`<figcaption><${Text} text=${block.title} /></figcaption>`}
    <${Picture} source=${block} />
  </figure>`;
}

function Actions({ block }) {
  return html`<div class="block actions">${(block.elements ?? []).map((element) => html`<${Element} key=${element.action_id} element=${element} block=${block} />`)}</div>`;
}

/** A label, an element, a hint, and the complaint of the app or of Slack's own client. */
function Input({ block }) {
  const { complaints } = useSurface();
  const id = useId();
  const complaint = complaints[block.block_id];
  const grouped = ['checkboxes', 'radio_buttons'].includes(block.element?.type);
  const describedBy =
    [block.hint && `${id}-hint`, complaint && `${id}-complaint`].filter(Boolean).join(' ') || undefined;
  const field = { id, labelId: `${id}-label`, describedBy, invalid: Boolean(complaint), required: !block.optional };
  const label = html`<${Text} text=${block.label} />${block.optional && html`<span class="optional"> (optional)</span>`}`;
  return html`<div class=${`block input ${complaint ? 'invalid' : ''}`} data-block-id=${block.block_id}>
    ${grouped ? html`<span class="label" id=${`${id}-label`}>${label}</span>` : html`<label class="label" id=${`${id}-label`} for=${id}>${label}</label>`}
    <${Element} element=${block.element ?? {}} block=${block} field=${field} />
    ${complaint && html`<p class="complaint" id=${`${id}-complaint`}><span aria-hidden="true">⚠ </span>${complaint}</p>`}
    ${block.hint && html`<p class="hint" id=${`${id}-hint`}><${Text} text=${block.hint} /></p>`}
  </div>`;
}

function RichTextBlock({ block }) {
  return html`<div class="block"><${RichText} block=${block} /></div>`;
}

function Markdown({ block }) {
  return html`<div class="block markdown"><${TextBlocks} blocks=${parseMarkdown(block.text ?? '')} /></div>`;
}

function Card({ block }) {
  return html`<article class="block card">
    ${block.hero_image && html`<${Picture} source=${block.hero_image} className="hero" />`}
    <div class="card-body">
      <div class="card-head">
        ${block.icon && html`<${Picture} source=${block.icon} className="card-icon" />`}
        <div>
          ${block.title && html`<b class="card-title"><${Text} text=${block.title} inline /></b>`}
          ${block.subtitle && html`<span class="card-subtitle"><${Text} text=${block.subtitle} inline /></span>`}
        </div>
      </div>
      ${block.body && html`<${Text} text=${block.body} />`}
      ${block.actions?.length > 0 && html`<div class="actions">${block.actions.map((element) => html`<${Element} key=${element.action_id} element=${element} block=${block} />`)}</div>`}
    </div>
  </article>`;
}

function Carousel({ block }) {
  return html`<div class="block carousel" role="group" aria-label="Cards, side by side" tabindex="0">${(
    block.elements ?? []
  ).map((card) => html`<${Card} key=${card.block_id} block=${card} />`)}</div>`;
}

function Container({ block }) {
  const heading = html`${block.icon && html`<${Picture} source=${block.icon} className="card-icon" />`}
    <span><b class="card-title">${block.rich_text_title ? html`<${RichText} block=${block.rich_text_title} />` : html`<${Text} text=${block.title} />`}</b>
    ${block.subtitle && html`<span class="card-subtitle"><${Text} text=${block.subtitle} inline /></span>`}</span>`;
  const inner = html`<${Blocks} blocks=${block.child_blocks ?? []} />`;
  const className = `block container width-${block.width ?? 'standard'} ${block.has_header_divider ? 'ruled' : ''}`;
  if (!block.is_collapsible)
    return html`<div class=${className}><div class="container-head">${heading}</div>${inner}</div>`;
  return html`<details class=${className} open=${!block.default_collapsed}><summary class="container-head">${heading}</summary>${inner}</details>`;
}

function Video({ block }) {
  const link = block.title_url ?? block.video_url;
  const title = html`<${Text} text=${block.title} />`;
  return html`<figure class="block video">
    <figcaption>${block.provider_name && html`<small>${block.provider_name}</small>`}
      ${/^https:/i.test(link ?? '') ? html`<a href=${link} target="_blank" rel="noopener noreferrer">${title}</a>` : title}
      ${block.author_name && html`<small>${block.author_name}</small>`}
      ${block.description && html`<${Text} text=${block.description} />`}
    </figcaption>
    <div class="video-frame"><${Picture} source=${block} /><span aria-hidden="true">▶</span></div>
  </figure>`;
}

const ALERT_SIGNS = { default: 'ℹ', info: 'ℹ', warning: '⚠', error: '⛔', success: '✓' };

function Alert({ block }) {
  const level = block.level ?? 'default';
  return html`<div class=${`block alert ${level}`} role="note"><span class="alert-sign" aria-hidden="true">${ALERT_SIGNS[level] ?? 'ℹ'}</span><div><span class="sr">${level === 'default' ? 'Note' : level}: </span><${Text} text=${block.text} /></div></div>`;
}

const TASK_WORDS = { pending: 'Waiting', in_progress: 'Under way', complete: 'Done', error: 'Failed' };
const TASK_SIGNS = { pending: '○', in_progress: '◐', complete: '✓', error: '✕' };

function TaskCard({ block }) {
  const [open, setOpen] = useState(false);
  const more = block.details || block.output || block.sources?.length > 0;
  return html`<div class=${`block task ${block.status}`}>
    <div class="task-head"><span class="task-sign" aria-hidden="true">${TASK_SIGNS[block.status] ?? '○'}</span><b>${block.title}</b><small>${TASK_WORDS[block.status] ?? block.status}</small>
      ${more && html`<button type="button" class="link-button" aria-expanded=${open} onClick=${() => setOpen(!open)}>${open ? 'Less' : 'More'}</button>`}</div>
    ${
      open &&
      html`<div class="task-more">${block.details && html`<${RichText} block=${block.details} />`}${block.output && html`<${RichText} block=${block.output} />`}
      ${(block.sources ?? []).map((source) => html`<a href=${/^https?:/i.test(source.url) ? source.url : undefined} target="_blank" rel="noopener noreferrer">${source.text}</a>`)}</div>`
    }
  </div>`;
}

function Plan({ block }) {
  return html`<div class="block plan"><b>${block.title}</b>${(block.tasks ?? []).map((task) => html`<${TaskCard} key=${task.task_id} block=${task} />`)}</div>`;
}

function File({ block }) {
  return html`<div class="unknown"><b>A file</b><span>${block.external_id}</span></div>`;
}

const DRAWN = {
  section: Section,
  header: Header,
  context: Context,
  divider: Divider,
  image: Image,
  actions: Actions,
  context_actions: Actions,
  input: Input,
  rich_text: RichTextBlock,
  markdown: Markdown,
  table: Table,
  data_table: DataTable,
  data_visualization: ({ block }) => html`<${Chart} title=${block.title} chart=${block.chart} />`,
  card: Card,
  carousel: Carousel,
  container: Container,
  video: Video,
  alert: Alert,
  task_card: TaskCard,
  plan: Plan,
  file: File,
};
