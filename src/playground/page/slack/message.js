import { useRef, useState } from 'preact/hooks';
import { Avatar, Mark } from '../avatar.js';
import { Composer } from '../composer.js';
import { usePlayground } from '../context.js';
import { html } from '../html.js';
import { Menu } from '../menu.js';
import { clockTime, fullTime, slackTime } from '../time.js';
import { Blocks } from './blocks.js';
import { parseMrkdwn } from './mrkdwn.js';
import { Surface } from './surface.js';
import { TextBlocks, useReader } from './text.js';
import { initialValue, stateValues, withIds } from './values.js';

/** One message, its menu, and the thread under it. */
export function Message({ message, replies = [], channel, person, ask, inThread = false }) {
  const { state, act } = usePlayground();
  const { zone } = useReader();
  const [open, setOpen] = useState(false);
  const { bot, people, shortcuts } = state.slack;
  const author = message.user === bot.id ? bot : people.find(({ id }) => id === message.user);
  const at = slackTime(message.ts);
  const who = { platform: 'slack', as: person.id };
  const first = person.name.split(' ')[0];
  const name = author?.name ?? 'Somebody';
  const entries = shortcuts.map((shortcut) => ({
    label: shortcut.name,
    onPick: () =>
      void act(
        { ...who, do: 'shortcut', callback_id: shortcut.callback_id, channel, ts: message.ts },
        `${first} chose “${shortcut.name}”.`,
      ),
  }));
  const items = [
    ...(inThread || message.only_for ? [] : [{ label: 'Reply in thread', onPick: () => setOpen(true) }]),
    ...(message.only_for ? [] : entries),
  ];

  return html`<article class=${`message ${message.only_for ? 'private' : ''} ${author === bot ? 'from-bot' : ''}`} data-message=${message.ts} aria-label=${`${name}, ${clockTime(at, zone)}`}>
    ${message.only_for && html`<p class="only-you"><span aria-hidden="true">◎</span> Only visible to you</p>`}
    <div class="message-row">
      ${author === bot || !author ? html`<${Mark} size=${36} />` : html`<${Avatar} person=${author} size=${36} />`}
      <div class="message-main">
        <p class="byline"><b>${name}</b>${author === bot && html`<span class="badge">App</span>`}
          <time dateTime=${at.toISOString()} title=${fullTime(at, zone)}>${clockTime(at, zone)}</time></p>
        ${message.deleted ? html`<p class="gone">This message was deleted.</p>` : html`<${Body} message=${message} channel=${channel} who=${who} first=${first} ask=${ask} />`}
        ${
          !inThread &&
          (replies.length > 0 || open) &&
          html`<button type="button" class="thread-toggle" aria-expanded=${open} onClick=${() => setOpen(!open)}>
            <span class="faces" aria-hidden="true">${facesOf(replies, state.slack)}</span>${open ? 'Hide thread' : replies.length === 1 ? '1 reply' : `${replies.length} replies`}</button>`
        }
      </div>
      ${items.length > 0 && !message.deleted && html`<${Menu} className="message-menu" label=${`More for the message by ${name}`} items=${items} />`}
    </div>
    ${
      open &&
      html`<div class="thread" role="group" aria-label="Thread">
      ${replies.map((reply) => html`<${Message} key=${reply.ts} message=${reply} channel=${channel} person=${person} ask=${ask} inThread />`)}
      <${Composer} label="Reply in thread" name="thread" autoFocus onEscape=${() => setOpen(false)}
        onSend=${(text) => replyIn(text, { act, who, first, channel, ts: message.ts })} />
    </div>`
    }
  </article>`;
}

/** Slack itself refuses commands in threads, in these words. */
function replyIn(text, { act, who, first, channel, ts }) {
  const command = /^\/\w+/.exec(text)?.[0];
  if (command) return Promise.resolve({ ok: false, tell: `${command} is not supported in threads. Sorry!` });
  return act({ ...who, do: 'say', channel, text, thread_ts: ts }, `${first} replied in the thread.`);
}

function facesOf(replies, slack) {
  const authors = [...new Set(replies.map(({ user }) => user))].slice(0, 3);
  return authors.map((id) => {
    const person = slack.people.find((one) => one.id === id);
    return person ? html`<${Avatar} person=${person} size=${20} />` : html`<${Mark} size=${20} />`;
  });
}

function Body({ message, channel, who, first, ask }) {
  const edited = message.edited && html`<span class="edited">(edited)</span>`;
  if (!message.blocks?.length) {
    return html`<div class="words"><${TextBlocks} blocks=${parseMrkdwn(message.text ?? '')} />${edited}</div>`;
  }
  return html`<${Interactive} message=${message} channel=${channel} who=${who} first=${first} ask=${ask} />${edited}`;
}

function Interactive({ message, channel, who, first, ask }) {
  const { act } = usePlayground();
  const typed = useRef({});
  const [, redraw] = useState(0);
  const blocks = withIds(message.blocks);
  const surface = {
    name: `message ${message.ts}`,
    complaints: {},
    busy: false,
    ask,
    valueOf: (block, element) => typed.current[block.block_id]?.[element.action_id] ?? initialValue(element),
    set: (block, element, value) => {
      typed.current = {
        ...typed.current,
        [block.block_id]: { ...typed.current[block.block_id], [element.action_id]: value },
      };
      redraw((times) => times + 1);
    },
    press: ({ block, element, value, selected }) => {
      const state = stateValues(blocks, typed.current);
      const press = {
        do: 'press',
        channel,
        ts: message.ts,
        action_id: element.action_id,
        block_id: block.block_id,
        value,
        selected,
        state,
      };
      return act({ ...who, ...press }, `${first} pressed ${element.text?.text ?? 'a control'}.`);
    },
  };
  return html`<${Surface.Provider} value=${surface}><${Blocks} blocks=${blocks} /><//>`;
}
