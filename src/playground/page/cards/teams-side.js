import { useEffect, useRef } from 'preact/hooks';
import { Mark } from '../avatar.js';
import { html } from '../html.js';
import { Card } from '../teams/card.js';

/** The card in a chat, or in a dialog with its title and its button. */
export function TeamsSide({ card, frame, surface, refusal, marked, onPress }) {
  const find = useRef(() => undefined);
  const light = useRef(null);
  useEffect(() => {
    const element = marked && find.current(marked.path);
    element?.classList.add('marked');
    element?.scrollIntoView({ block: 'nearest' });
    light.current = element;
    return () => light.current?.classList.remove('marked');
  }, [marked]);

  const whole = card && frame?.submit ? { ...card, actions: [...(card.actions ?? []), sends(frame.submit)] } : card;
  const drawn =
    whole?.type === 'AdaptiveCard'
      ? html`<${Card} card=${whole} label="The card in Teams" onAction=${onPress} onDrawn=${(finder) => (find.current = finder)} />`
      : html`<p class="empty">${refusal ? 'Nothing to show yet.' : 'One moment.'}</p>`;
  return html`<section class="side teams" aria-label="In Teams" data-pane tabindex="-1">
    <header class="window-bar"><h2>Teams<small>${surface === 'modal' ? 'a dialog' : 'a chat'}</small></h2></header>
    <div class="side-body">
      ${
        surface === 'modal'
          ? html`<div class="framed task">${frame?.title && html`<h3 class="framed-title">${frame.title}</h3>`}<div class="framed-body">${drawn}</div></div>`
          : html`<article class="message bubble with-card"><div class="message-row"><${Mark} size=${32} round />
              <div class="message-main"><p class="byline"><b>Outloud</b><span class="badge">Bot</span></p>${drawn}</div></div></article>`
      }
    </div>
  </section>`;
}

/** What sends a form of Outloud's. */
function sends(title) {
  return { type: 'Action.Execute', title, verb: 'form', style: 'positive', data: { form: 'form' } };
}
