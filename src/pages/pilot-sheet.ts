import type { Words } from '../cards/words.ts';
import { document, html, type Markup, safeAddress } from './document.ts';

/** One pilot on one page, to read, to print, to put in a report. */

export interface SheetTable {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

interface SheetView {
  readonly back: string;
  readonly kicker: string;
  readonly title: string;
  readonly byline: string;
  readonly headline: string;
  readonly meaning: readonly string[];
  readonly caveats: readonly string[];
  readonly limits?: string;
  readonly chart?: Markup;
  readonly figures?: SheetTable;
  readonly quotes: readonly string[];
  readonly said: readonly { readonly label: string; readonly value: string }[];
  readonly hunch: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly notes: readonly string[];
  readonly materials: string;
  readonly lineage: readonly string[];
  readonly family?: {
    readonly chart?: Markup;
    readonly table: SheetTable;
    readonly note: string;
    readonly conclusion?: string;
  };
  readonly whoSees: string;
}

export function pilotSheetPage(words: Words, view: SheetView): string {
  const body = html`<main class="sheet">
    <p class="quiet screen"><a href=${view.back}>${words('pilots.library.back')}</a> · ${words('pilots.library.print')}</p>
    <article>
      <p class="quiet">${view.kicker}</p>
      <h1>${view.title}</h1>
      <p class="quiet">${view.byline}</p>
      <section class="verdict-box">
        <p class="verdict">${view.headline}</p>
        ${view.meaning.map((sentence) => html`<p>${sentence}</p>`)}
      </section>
      ${view.caveats.length > 0 && caveatList(words, view)}
      <div class="beside">${view.chart} ${view.figures && table(view.figures)}</div>
      ${view.quotes.map((quote) => html`<blockquote>${quote}</blockquote>`)}
      <div class="said">${view.said.map(({ label, value }) => html`<section><h2>${label}</h2><p>${value}</p></section>`)}</div>
      <h2>${words('pilots.library.setUp')}</h2>
      <p>${view.hunch}</p>
      <dl>
        ${view.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
      </dl>
      ${
        view.notes.length > 0 &&
        html`<h2>${words('pilots.details.notes')}</h2>
        <ul>
          ${view.notes.map((note) => html`<li>${note}</li>`)}
        </ul>`
      }
      ${view.materials && html`<h2>${words('pilots.result.materials')}</h2>${materials(view.materials)}`}
      ${familySection(words, view)}
      <p class="quiet">${view.whoSees}</p>
    </article>
  </main>`;
  return document({ title: view.title, language: words('pages.language'), body });
}

function caveatList(words: Words, { caveats, limits }: SheetView): Markup {
  return html`<section class="caveats">
    <h2>${words('pilots.result.caveats')}</h2>
    <ul>
      ${caveats.map((caveat) => html`<li>${caveat}</li>`)}
    </ul>
    ${limits && html`<p class="quiet">${limits}</p>`}
  </section>`;
}

function familySection(words: Words, { lineage, family }: SheetView): Markup {
  return html`${lineage.map((line) => html`<p>${line}</p>`)}
  ${
    family &&
    html`<section class="family">
      <h2>${words('pilots.details.family')}</h2>
      ${family.chart} ${table(family.table)}
      <p class="quiet">${family.note}</p>
      ${family.conclusion && html`<h3>${words('pilots.details.conclusion')}</h3><p>${family.conclusion}</p>`}
    </section>`
  }`;
}

function table({ caption, head, rows }: SheetTable): Markup {
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${head.map((cell) => (cell === '' ? html`<td></td>` : html`<th scope="col">${cell}</th>`))}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...cells]) => html`<tr>
          <th scope="row">${first}</th>
          ${cells.map((cell) => html`<td>${cell}</td>`)}
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Addresses in what a person wrote become links, where a browser may follow them. */
function materials(text: string): Markup {
  return html`<ul class="materials">
    ${text
      .split(/\n+/)
      .filter((line) => line.trim() !== '')
      .map((line) => html`<li>${line.split(/(\s+)/).map(linked)}</li>`)}
  </ul>`;
}

function linked(word: string): Markup | string {
  const address = /^https?:/i.test(word) ? safeAddress(word) : undefined;
  return address ? html`<a href=${address} rel="noreferrer noopener">${word}</a>` : word;
}
