import { useEffect, useId, useRef } from 'preact/hooks';
import { html } from './html.js';

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex="0"]';

export function focusableIn(element) {
  return [...element.querySelectorAll(FOCUSABLE)].filter((one) => one.checkVisibility() && !one.closest('[inert]'));
}

/**
 * A modal inside one of the two windows. The Tab key stays in it; Escape closes it; F6 still leads to the other
 * window, as it leads from pane to pane in the real applications. On closing, focus goes back where it came from.
 */
export function Dialog({ title, onClose, className = '', role = 'dialog', step = '', children }) {
  const box = useRef(null);
  const titleId = useId();
  useReturnedFocus();
  // Each step of the dialog puts the focus on its first field.
  useEffect(() => {
    const fields = focusableIn(box.current.querySelector('.dialog-body') ?? box.current);
    const wanted = box.current.querySelector('[data-autofocus]') ?? fields[0] ?? focusableIn(box.current)[0];
    (wanted ?? box.current).focus({ preventScroll: true });
    box.current.querySelector('.dialog-body')?.scrollTo(0, 0);
  }, [step]);

  const onKeyDown = (event) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.preventDefault();
      onClose();
    } else if (event.key === 'Tab') {
      keepFocusIn(box.current, event);
    }
  };

  return html`<div class="dialog-cover" onMouseDown=${(event) => event.target === event.currentTarget && onClose()}>
    <div class=${`dialog ${className}`} ref=${box} role=${role} aria-modal="true" aria-labelledby=${titleId} tabindex="-1" onKeyDown=${onKeyDown}>
      <header class="dialog-head">
        <h2 id=${titleId}>${title}</h2>
        <button type="button" class="icon-button" aria-label="Close" onClick=${onClose}>
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15" stroke="currentColor" stroke-width="1.8" stroke-linecap="round" /></svg>
        </button>
      </header>
      ${children}
    </div>
  </div>`;
}

function keepFocusIn(box, event) {
  const stops = focusableIn(box);
  const first = stops[0];
  const last = stops.at(-1);
  if (!first || !last) return;
  const active = document.activeElement;
  if (event.shiftKey && (active === first || active === box)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
}

/** What was focused before has often been drawn anew by the time a dialog closes; its window's writing field will do. */
function useReturnedFocus() {
  const before = useRef(document.activeElement);
  useEffect(() => {
    const from = before.current;
    const home = from?.closest?.('.window');
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const back = from?.isConnected && from !== document.body ? from : home?.querySelector('.composer textarea');
        back?.focus({ preventScroll: true });
      });
    };
  }, []);
}
