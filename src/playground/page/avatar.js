import { html } from './html.js';

/** Initials on the person's own colour, all equally dark, so that white letters can be read on each. */
export function Avatar({ person, size = 36, round = false }) {
  const initials = person.name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2)
    .join('');
  const style = `--hue:${person.hue};--size:${size}px`;
  return html`<span class=${`avatar ${round ? 'round' : ''}`} style=${style} aria-hidden="true">${initials}</span>`;
}

/** Outloud's own mark: a speech bubble with a sound in it. */
export function Mark({ size = 36, round = false }) {
  return html`<span class=${`avatar mark ${round ? 'round' : ''}`} style=${`--size:${size}px`} aria-hidden="true">
    <svg viewBox="0 0 36 36" width=${size} height=${size} fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round">
      <path d="M12.5 15v5M17.9 11v13M23.3 14v7" />
      <path d="M9 27.5c-3-2.4-4.5-5.7-4.5-9.5C4.5 10.5 10.5 5 18 5s13.5 5.5 13.5 13S25.5 31 18 31c-1.5 0-3-.2-4.4-.6L7.5 31.5z" stroke-width="2" />
    </svg>
  </span>`;
}
