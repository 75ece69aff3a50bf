import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../html.js';

/** A ring around the control that the tour speaks of, with a word at it, since a ring alone would be colour alone. */
export function Spotlight({ find }) {
  const [box, setBox] = useState(null);
  const finder = useRef(find);
  finder.current = find;

  useEffect(() => {
    let scrolled = null;
    const look = () => {
      const element = finder.current();
      if (element && element !== scrolled) {
        scrolled = element;
        element.scrollIntoView({ block: 'nearest' });
      }
      const next = element?.checkVisibility() ? boxOf(element) : null;
      setBox((now) => (JSON.stringify(now) === JSON.stringify(next) ? now : next));
    };
    look();
    const timer = setInterval(look, 120);
    return () => clearInterval(timer);
  }, []);

  if (!box) return null;
  return html`<div class=${`spotlight ${box.whole ? 'whole' : ''}`} aria-hidden="true" style=${`left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px`}>
    ${!box.whole && html`<span class=${box.below ? 'below' : ''}>Here</span>`}
  </div>`;
}

/** The part of it that can be seen: the pane that it scrolls in may hide the rest. */
function boxOf(element) {
  const own = element.getBoundingClientRect();
  const pane = element.closest('.messages, .dialog-body')?.getBoundingClientRect() ?? {
    left: 0,
    top: 0,
    right: innerWidth,
    bottom: innerHeight,
  };
  const left = Math.max(own.left - 4, pane.left);
  const top = Math.max(own.top - 4, pane.top);
  const width = Math.min(own.right + 4, pane.right) - left;
  const height = Math.min(own.bottom + 4, pane.bottom) - top;
  return width > 4 && height > 4
    ? {
        left,
        top,
        width,
        height,
        whole: element.matches('[data-message]'),
        below: top < 90 || element.matches('.composer-box'),
      }
    : null;
}
