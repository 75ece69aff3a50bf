import { useId, useState } from 'preact/hooks';
import { Avatar, Mark } from './avatar.js';
import { usePlayground } from './context.js';
import { html } from './html.js';
import { cityOf, clockTime } from './time.js';

/** One of the two windows: who one is, where one can go, and what is there. */
export function ChatWindow({ platform, name, place, groups, dialog, problem, onForget, children, shown }) {
  const { state, show, unread } = usePlayground();
  const { people } = state[platform];
  const person = people.find(({ id }) => id === place.person) ?? people[0];
  const id = useId();
  const round = platform === 'teams';
  return html`<section class=${`window ${platform}`} id=${`window-${platform}`} aria-label=${`${name}, as ${person.name}`} hidden=${!shown} tabindex="-1" data-pane>
    <header class="window-bar">
      <h2>${name}<small>${state[platform].workspace?.name ?? state[platform].tenant.name}</small></h2>
      <div class="who">
        <label for=${id}>You are</label>
        <${Avatar} person=${person} size=${26} round=${round} />
        <select id=${id} value=${person.id} data-person-select onChange=${(event) => show(platform, { person: event.target.value })}>
          ${people.map(
            (one) =>
              html`<option key=${one.id} value=${one.id}>${one.name}${one.id !== person.id && unread(platform, one.id) > 0 ? ' (new)' : ''}</option>`,
          )}
        </select>
      </div>
    </header>
    <div class="window-body" inert=${Boolean(dialog)}>
      <nav class="sidebar" aria-label=${`${name}: conversations`}>
        ${groups.map(
          (group) => html`<div class="side-group" key=${group.title}>
            <h3>${group.title}</h3>
            ${group.items.map((item) => html`<${SideItem} key=${item.id} item=${item} platform=${platform} place=${place} person=${person} />`)}
          </div>`,
        )}
        <div class="side-self">
          <b>${person.name}</b>
          <span>${person.title}${person.team && `, ${person.team}`}</span>
          <span>${clockTime(new Date(state.now), person.timeZone)} in ${cityOf(person.timeZone)}</span>
        </div>
      </nav>
      <div class="pane">
        ${children}
        ${problem && html`<div class="problem" role="alert"><p>${problem}</p><button type="button" onClick=${onForget}>Dismiss</button></div>`}
      </div>
    </div>
    ${dialog}
  </section>`;
}

function SideItem({ item, platform, place, person }) {
  const { show, unread } = usePlayground();
  const here = place.conversation === item.id;
  const news = here ? 0 : unread(platform, person.id, item.id);
  return html`<button type="button" class=${`side-item ${news > 0 ? 'news' : ''}`} aria-current=${here ? 'true' : undefined} data-conversation=${item.id}
    onClick=${() => show(platform, { conversation: item.id })}>
    ${item.bot ? html`<${Mark} size=${20} round=${platform === 'teams'} />` : platform === 'slack' && html`<span class="hash" aria-hidden="true">#</span>`}
    <span class="side-name">${item.name}</span>
    ${news > 0 && html`<span class="dot"><span class="sr">, ${news} new</span></span>`}
  </button>`;
}

/** A yes-or-no question before something is done, asked inside the window. */
export function useQuestion() {
  const [question, setQuestion] = useState(null);
  const ask = (confirm) =>
    new Promise((answer) => {
      setQuestion({
        confirm,
        answer: (yes) => {
          setQuestion(null);
          answer(yes);
        },
      });
    });
  return { question, ask };
}
