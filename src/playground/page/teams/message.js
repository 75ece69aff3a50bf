import { useState } from 'preact/hooks';
import { Avatar, Mark } from '../avatar.js';
import { Composer } from '../composer.js';
import { usePlayground } from '../context.js';
import { html } from '../html.js';
import { Menu } from '../menu.js';
import { clockTime, fullTime, teamsTime } from '../time.js';
import { Card, Words } from './card.js';

/** One message: in a channel a post with its replies, in a chat a bubble. */
export function Message({ message, conversation, person, bubble = false }) {
  const { state } = usePlayground();
  const { bot, people } = state.teams;
  const author = message.from === bot.id ? bot : people.find(({ id }) => id === message.from);
  const at = teamsTime(message);
  const own = message.from === person.id;
  const name = author?.name ?? 'Somebody';
  const when = at ? clockTime(at, person.timeZone) : '';
  const picture =
    author === bot || !author
      ? html`<${Mark} size=${32} round />`
      : html`<${Avatar} person=${author} size=${32} round />`;
  return html`<article class=${`message ${own ? 'own' : ''} ${bubble ? 'bubble' : 'post'} ${message.cards.length > 0 ? 'with-card' : ''}`} data-message=${message.id} aria-label=${`${name}, ${when}`}>
    <div class="message-row">
      ${picture}
      <div class="message-main">
        <p class="byline"><b>${name}</b>${author === bot && html`<span class="badge">Bot</span>`}
          ${at && html`<time dateTime=${at.toISOString()} title=${fullTime(at, person.timeZone)}>${when}</time>`}
          ${message.edited && !message.deleted && html`<span class="edited">Edited</span>`}</p>
        ${message.deleted ? html`<p class="gone">This message has been deleted.</p>` : html`<${Content} message=${message} conversation=${conversation} person=${person} />`}
      </div>
      ${!message.deleted && html`<${MessageMenu} message=${message} conversation=${conversation} person=${person} name=${name} />`}
    </div>
  </article>`;
}

function Content({ message, conversation, person }) {
  const { act } = usePlayground();
  const who = { platform: 'teams', as: person.id, conversation: conversation.id };
  const first = person.name.split(' ')[0];
  const onAction = (action, inputs) => {
    const said = action.data?.msteams;
    if (said?.type === 'imBack')
      return act(
        { ...who, do: 'say', text: String(said.value ?? ''), ...(message.root && { root: message.root }) },
        `${first} wrote to Outloud.`,
      );
    const kind = action.type === 'Action.Execute' ? 'execute' : 'submit';
    return act(
      { ...who, do: kind, message: message.id, action, inputs },
      `${first} pressed ${action.title ?? 'a button'}.`,
    );
  };
  return html`<${Words} text=${message.text} textFormat=${message.textFormat} mentions=${message.mentions} />
    ${message.cards.map((card, at) => html`<${Card} key=${at} card=${card} onAction=${onAction} label="Card" />`)}`;
}

function MessageMenu({ message, conversation, person, name }) {
  const { state, act } = usePlayground();
  const items = state.teams.extensions.map(({ commandId, title }) => ({
    label: title,
    onPick: () =>
      void act(
        {
          platform: 'teams',
          as: person.id,
          do: 'extension',
          commandId,
          conversation: conversation.id,
          message: message.id,
        },
        `${person.name.split(' ')[0]} chose “${title}”.`,
      ),
  }));
  return (
    items.length > 0 &&
    html`<${Menu} className="message-menu" label=${`More for the message by ${name}`} items=${items} />`
  );
}

/** A channel's post: the first message, its replies, and a way to add one. */
export function Post({ root, replies, conversation, person }) {
  const { act } = usePlayground();
  const [open, setOpen] = useState(true);
  const [writing, setWriting] = useState(false);
  const first = person.name.split(' ')[0];
  const send = async (text) => {
    const answer = await act(
      { platform: 'teams', as: person.id, do: 'say', conversation: conversation.id, text, root: root.id },
      `${first} replied in ${conversation.name}.`,
    );
    if (answer.ok) setOpen(true);
    return answer;
  };
  return html`<div class="post-card">
    <${Message} message=${root} conversation=${conversation} person=${person} />
    ${
      replies.length > 0 &&
      html`<button type="button" class="thread-toggle" aria-expanded=${open} onClick=${() => setOpen(!open)}>${open ? 'Hide' : 'Show'} ${replies.length === 1 ? '1 reply' : `${replies.length} replies`}</button>`
    }
    ${open && replies.length > 0 && html`<div class="replies" role="group" aria-label="Replies">${replies.map((reply) => html`<${Message} key=${reply.id} message=${reply} conversation=${conversation} person=${person} />`)}</div>`}
    ${
      writing
        ? html`<${Composer} label="Reply" name="thread" autoFocus onSend=${send} onEscape=${() => setWriting(false)} before=${(insert) => html`<${MentionButton} insert=${insert} />`} />`
        : html`<button type="button" class="reply-button" onClick=${() => setWriting(true)}>Reply</button>`
    }
  </div>`;
}

/** In a channel the bot hears only what mentions it. */
export function MentionButton({ insert }) {
  const { state } = usePlayground();
  const at = `@${state.teams.bot.name}`;
  return html`<button type="button" class="mention-button" onClick=${() => insert(`${at} `)} title=${`Mention ${state.teams.bot.name}: in a channel it hears nothing else`}>${at}</button>`;
}
