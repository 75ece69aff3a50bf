import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { html } from './html.js';

/** A button that unfolds a list of things to do: arrow keys, Home, End and Escape work. */
export function Menu({ label, items, className = '', icon, disabled = false, action }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  const button = useRef(null);
  const id = useId();

  useEffect(() => {
    if (!open) return undefined;
    placeInView(root.current.querySelector('[role=menu]'));
    root.current.querySelector('[role=menuitem]')?.focus({ preventScroll: true });
    const away = (event) => !root.current.contains(event.target) && setOpen(false);
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);

  const close = () => {
    setOpen(false);
    button.current.focus();
  };
  const onKeyDown = (event) => {
    if (!open) return;
    const entries = [...root.current.querySelectorAll('[role=menuitem]')];
    const at = entries.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') {
      setOpen(false);
      return;
    } else if (next === undefined) {
      return;
    } else {
      entries[(next + entries.length) % entries.length]?.focus();
    }
    event.preventDefault();
  };

  return html`<div class=${`menu ${className}`} ref=${root} onKeyDown=${onKeyDown}>
    <button type="button" ref=${button} class="icon-button" aria-label=${label} title=${label} aria-haspopup="menu" aria-expanded=${open}
      aria-controls=${open ? id : undefined} disabled=${disabled} data-action-id=${action} onClick=${() => setOpen(!open)}>${icon ?? dots}</button>
    ${
      open &&
      html`<div class="menu-list" role="menu" id=${id} aria-label=${label}>
      ${items.map(
        (item) =>
          html`<button type="button" role="menuitem" tabindex="-1" onClick=${() => {
            close();
            item.onPick();
          }}>${item.label}${item.note && html`<small>${item.note}</small>`}</button>`,
      )}
    </div>`
    }
  </div>`;
}

const dots = html`<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true" fill="currentColor"><circle cx="4.5" cy="10" r="1.6" /><circle cx="10" cy="10" r="1.6" /><circle cx="15.5" cy="10" r="1.6" /></svg>`;

/** A list near the lower edge opens upwards. */
function placeInView(list) {
  const pane = list.closest('.messages, .dialog-body, .home') ?? document.body;
  const below = list.getBoundingClientRect().bottom > pane.getBoundingClientRect().bottom - 4;
  list.classList.toggle('upwards', below);
}
