import type { Words } from '../cards/words.ts';
import { document, html, type Markup } from './document.ts';

/** What somebody sees in a browser who adds Outloud to Slack, or comes to its address without having been sent there. */

export interface FrontView {
  /** Where adding it to Slack begins; absent where nobody can add it by themself. */
  readonly install?: {
    readonly address: string;
    readonly permissions: readonly Permission[];
    /** Only those who were named may. */
    readonly isListed: boolean;
  };
}

interface Permission {
  readonly name: string;
  readonly why: string;
  /** It works without it, and then lacks this. */
  readonly without?: string | undefined;
}

export function frontPage(words: Words, { install }: FrontView): string {
  const body = html`<main class="front">
    <h1>${words('installing.title')}</h1>
    <p>${words('installing.about')}</p>
    ${install && installPart(words, install)}
    <section class="part">
      <h2>${words('installing.howTo')}</h2>
      <p>${words('installing.howToSlack')}</p>
      <p>${words('installing.howToTeams')}</p>
      <p>${words('installing.howToElse')}</p>
      <p><a href="/trust">${words('trust.front')}</a></p>
    </section>
  </main>`;
  return document({ title: words('installing.title'), language: words('pages.language'), body });
}

function installPart(words: Words, { address, permissions, isListed }: NonNullable<FrontView['install']>): Markup {
  return html`<section class="part">
      <h2>${words('installing.canDo')}</h2>
      <p>${words('installing.canNot')}</p>
      <table>
        <thead>
          <tr><th scope="col">${words('installing.why')}</th><th scope="col">${words('installing.permission')}</th></tr>
        </thead>
        <tbody>${permissions.map((permission) => permissionRow(words, permission))}</tbody>
      </table>
    </section>
    <section class="part">
      <h2>${words('installing.before')}</h2>
      <p>${words('installing.silent')}</p>
      <p>${words('installing.removal')}</p>
      ${isListed && html`<p>${words('installing.listed')}</p>`}
      <p><a class="act" href=${address}>${words('installing.add')}</a></p>
    </section>`;
}

function permissionRow(words: Words, { name, why, without }: Permission): Markup {
  return html`<tr>
    <td>${why}${without && html` <span class="quiet">${words('installing.without', { without })}</span>`}</td>
    <td><code>${name}</code></td>
  </tr>`;
}

export interface InstallResultView {
  readonly title: string;
  readonly text: string;
  readonly link: { readonly address: string; readonly label: string };
}

export function installResultPage(words: Words, { title, text, link }: InstallResultView): string {
  const body = html`<main class="notice">
    <h1>${title}</h1>
    <p>${text}</p>
    <p><a class="act" href=${link.address}>${link.label}</a></p>
  </main>`;
  return document({ title, language: words('pages.language'), body });
}
