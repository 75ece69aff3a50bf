import { useEffect } from 'preact/hooks';
import { focusableIn } from './dialog.js';

/** F6 and Shift+F6 lead from pane to pane, out of a form too. */
export function usePaneKeys() {
  useEffect(() => {
    const onKeyDown = (event) => {
      if (event.key !== 'F6') return;
      event.preventDefault();
      const panes = [...document.querySelectorAll('[data-pane]')].filter((pane) => pane.checkVisibility());
      const at = panes.findIndex((pane) => pane.contains(document.activeElement));
      const next = panes[(at + (event.shiftKey ? -1 : 1) + panes.length) % panes.length];
      const inside = next.querySelector('[role=dialog], [role=alertdialog]') ?? next.querySelector('[data-pane-start]');
      (inside ? (focusableIn(inside)[0] ?? inside) : next).focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
