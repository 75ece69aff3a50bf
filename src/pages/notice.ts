import type { Words } from '../cards/words.ts';
import { document, html } from './document.ts';

/** A page that only says something: that a link has had its day, that something went wrong. */
export function noticePage(words: Words, view: { title: string; text: string }): string {
  const body = html`<main class="notice"><h1>${view.title}</h1><p>${view.text}</p></main>`;
  return document({ title: view.title, language: words('pages.language'), body });
}
