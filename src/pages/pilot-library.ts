import type { Choice } from '../cards/elements.ts';
import type { Words } from '../cards/words.ts';
import { document, html, type Markup } from './document.ts';

/** The library of content pilots: what this reader may see, with filters; each looks the same, whatever it came to. */

export interface LibraryEntry {
  /** Leads to its page. */
  readonly address: string;
  readonly title: string;
  readonly headline: string;
  readonly byline: string;
  readonly meaning: readonly string[];
  readonly learned: string;
  readonly lineage: readonly string[];
  readonly chart?: Markup;
}

export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
}

interface LibraryView {
  readonly entries: readonly LibraryEntry[];
  /** How many fit, on all pages. */
  readonly count: number;
  readonly words: string;
  readonly filters: readonly Filter[];
  readonly csv: string;
  readonly previous?: string;
  readonly next?: string;
}

export function pilotLibraryPage(words: Words, view: LibraryView): string {
  const title = words('pilots.library.title');
  const body = html`<main>
    <header>
      <h1>${title}</h1>
      <p class="quiet">${words('pilots.library.intro')}</p>
    </header>
    ${filterForm(words, view)}
    <p role="status">${words('pilots.library.count', { count: view.count })} <a class="aside" href=${view.csv} download>${words('pilots.library.csv')}</a></p>
    <ul class="entries">${view.entries.map((entry) => entryItem(words, entry))}</ul>
    ${(view.previous || view.next) && pager(words, view)}
  </main>`;
  return document({ title, language: words('pages.language'), body });
}

function filterForm(words: Words, view: LibraryView): Markup {
  return html`<form method="get" class="filters" role="search">
    <label>${words('pilots.library.words')}<input type="search" name="words" value=${view.words} /></label>
    ${view.filters.map(
      (filter) => html`<label
        >${filter.label}<select name=${filter.name}>
          <option value="">${words('pilots.library.any')}</option>
          ${filter.choices.map(
            (choice) =>
              html`<option value=${choice.value} selected=${choice.value === filter.value}>${choice.title}</option>`,
          )}
        </select></label
      >`,
    )}
    <div class="buttons">
      <button>${words('pilots.library.show')}</button>
      <a href="?">${words('pilots.library.clear')}</a>
    </div>
  </form>`;
}

function entryItem(words: Words, entry: LibraryEntry): Markup {
  return html`<li class="entry">
    <article>
      <h2><a href=${entry.address}>${entry.title}</a></h2>
      <p class="quiet">${entry.byline}</p>
      <p class="verdict">${entry.headline}</p>
      ${entry.meaning.map((sentence) => html`<p>${sentence}</p>`)} ${entry.chart}
      ${entry.learned && html`<p><b>${words('pilots.result.learned')}:</b> ${entry.learned}</p>`}
      ${entry.lineage.map((line) => html`<p class="quiet">${line}</p>`)}
    </article>
  </li>`;
}

function pager(words: Words, { previous, next }: LibraryView): Markup {
  return html`<nav class="pager" aria-label=${words('pilots.library.pages')}>
    ${previous && html`<a href=${previous} rel="prev">${words('pilots.library.previous')}</a>`}
    ${next && html`<a href=${next} rel="next">${words('pilots.library.next')}</a>`}
  </nav>`;
}
