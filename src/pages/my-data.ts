import { listOf, longMoment } from '../cards/dates.ts';
import { en } from '../cards/words/en.ts';
import type { Words } from '../cards/words.ts';
import { document, html, type Markup } from './document.ts';

/** A person's copy of everything, for reading: on a page, and as a file of its own without any script or picture. */

type HeldKind = keyof typeof en.held;

export interface CopiedView {
  readonly name: string;
  readonly platforms: readonly ('slack' | 'teams')[];
  readonly madeAt: Date;
  readonly timeZone: string;
  readonly kinds: readonly { readonly kind: HeldKind; readonly items: readonly object[] }[];
  /** Where the file is, on a page that is no file itself. */
  readonly saveAs?: string;
}

export function copiedPage(words: Words, view: CopiedView): string {
  const title = words('leaving.pageTitle', { name: view.name });
  const platforms = listOf(view.platforms.map((platform) => words(`leaving.${platform}`)));
  const made = { when: longMoment(view.madeAt, view.timeZone), platforms, count: view.platforms.length };
  const held = view.kinds.filter(({ items }) => items.length > 0);
  const none = view.kinds.filter(({ items }) => items.length === 0).map(({ kind }) => words(`held.${kind}.title`));
  const body = html`<main class="copy">
    <header>
      <h1>${title}</h1>
      <p class="quiet">${words('leaving.pageIntro', made)}</p>
      ${
        view.saveAs &&
        html`<p><a href=${view.saveAs} download>${words('leaving.pageSave')}</a></p>
          <p class="quiet">${words('leaving.pageSaveHint')}</p>`
      }
    </header>
    <nav aria-labelledby="contents">
      <h2 id="contents">${words('leaving.pageContents')}</h2>
      <ul>${held.map((each) => html`<li><a href=${`#${each.kind}`}>${titleOf(words, each)}</a></li>`)}</ul>
      ${none.length > 0 && html`<p class="quiet">${words('leaving.pageNone', { list: listOf(none) })}</p>`}
    </nav>
    ${held.map((each) => section(words, each, view.timeZone))}
  </main>`;
  return document({ title, language: words('pages.language'), body });
}

type Kind = CopiedView['kinds'][number];

function titleOf(words: Words, { kind, items }: Kind): string {
  return words('leaving.pageCount', { title: words(`held.${kind}.title`), count: items.length });
}

function section(words: Words, each: Kind, timeZone: string): Markup {
  const { kind, items } = each;
  return html`<section id=${kind} aria-labelledby=${`${kind}-title`}>
    <h2 id=${`${kind}-title`}>${titleOf(words, each)}</h2>
    <p>${words(`held.${kind}.what`)}</p>
    <p class="quiet"><b>${words('leaving.pageWho')}</b> ${words(`held.${kind}.who`)}</p>
    <p class="quiet"><b>${words('leaving.pageKept')}</b> ${words(`held.${kind}.kept`)}</p>
    <ol class="things">${items.map((item) => html`<li>${facts(item, { words, timeZone })}</li>`)}</ol>
  </section>`;
}

interface Reading {
  readonly words: Words;
  readonly timeZone: string;
}

/** What is empty is left out. */
function facts(item: object, reading: Reading): Markup {
  const filled = Object.entries(item).filter(([, value]) => !isEmpty(value));
  return html`<dl>
    ${filled.map(
      ([key, value]) => html`<div>
        <dt>${labelOf(key, reading.words)}</dt>
        <dd>${shown(value, reading)}</dd>
      </div>`,
    )}
  </dl>`;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function labelOf(key: string, words: Words): string {
  return key in en.copy ? words(`copy.${key as keyof typeof en.copy}`) : inWords(key);
}

/** `beforeSource` -> "Before source": a name of ours within a test's plan or result. */
function inWords(key: string): string {
  const spaced = key.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

function shown(value: unknown, reading: Reading): Markup {
  if (value instanceof Date)
    return html`<time dateTime=${value.toISOString()}>${longMoment(value, reading.timeZone)}</time>`;
  if (typeof value === 'boolean') return html`${reading.words(value ? 'leaving.yes' : 'leaving.no')}`;
  if (Array.isArray(value)) return shownList(value, reading);
  if (typeof value === 'object' && value !== null) return facts(value, reading);
  return html`${String(value)
    .split(/\n+/)
    .map((paragraph) => html`<p>${paragraph}</p>`)}`;
}

function shownList(values: readonly unknown[], reading: Reading): Markup {
  if (values.every(isLabelled)) {
    const answers = values.map(({ label, value }) => html`<p>${label && html`<b>${label}:</b> `}${value}</p>`);
    return html`<div>${answers}</div>`;
  }
  if (values.every((each) => typeof each !== 'object')) return html`<p>${values.join(', ')}</p>`;
  return html`<ul>${values.map((each) => html`<li>${shown(each, reading)}</li>`)}</ul>`;
}

function isLabelled(value: unknown): value is { label: string; value: string } {
  return typeof value === 'object' && value !== null && 'label' in value && 'value' in value;
}
