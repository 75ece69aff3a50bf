import { useLayoutEffect, useRef } from 'preact/hooks';
import { html } from './html.js';
import { isoDay, longDay } from './time.js';

/** The messages of one conversation, a line between days. It stays at its end as long as one reads there. */
export function MessageList({ id, label, items, zone, empty, draw }) {
  const list = useRef(null);
  const atEnd = useRef(true);
  const last = items.at(-1);
  const newest = `${id} ${items.length} ${last?.key}`;
  const shown = useRef('');

  useLayoutEffect(() => {
    const pane = list.current;
    if (!pane) return;
    if (newest !== shown.current || atEnd.current) pane.scrollTop = pane.scrollHeight;
    shown.current = newest;
  });
  const onScroll = ({ currentTarget: pane }) => {
    atEnd.current = pane.scrollHeight - pane.scrollTop - pane.clientHeight < 60;
  };

  return html`<div class="messages" ref=${list} role="log" aria-label=${label} tabindex="0" onScroll=${onScroll}>
    ${items.length === 0 && html`<p class="empty">${empty}</p>`}
    ${items.map((item, at) => {
      const before = items[at - 1];
      const day =
        item.at && (!before?.at || isoDay(before.at, zone) !== isoDay(item.at, zone)) && longDay(item.at, zone);
      return html`<div class="message-slot" key=${item.key}>
        ${day && html`<div class="day"><span>${day}</span></div>`}
        ${draw(item)}
      </div>`;
    })}
  </div>`;
}
