import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { ChannelMenu } from '../channel-menu.js';
import { ChatWindow, useQuestion } from '../chat-window.js';
import { Composer } from '../composer.js';
import { usePlayground } from '../context.js';
import { html } from '../html.js';
import { MessageList } from '../message-list.js';
import { cityOf, slackTime } from '../time.js';
import { Blocks } from './blocks.js';
import { Message } from './message.js';
import { Confirm, Modal } from './modal.js';
import { Surface } from './surface.js';
import { Reader } from './text.js';
import { initialValue, stateValues, withIds } from './values.js';

export function SlackWindow({ problem, onForget, shown }) {
  const { state, places } = usePlayground();
  const { slack } = state;
  const place = places.slack;
  const person = slack.people.find(({ id }) => id === place.person) ?? slack.people[0];
  const channels = slack.channels.filter(({ members }) => members.includes(person.id));
  const direct = Object.values(slack.conversations).find((one) => one.kind === 'direct' && one.person === person.id);
  const { question, ask } = useQuestion();
  const confirm = (wording) => (wording ? ask(wording) : Promise.resolve(true));
  const stack = slack.modals[person.id] ?? [];
  const reader = {
    zone: person.timeZone,
    now: new Date(state.now),
    me: person.id,
    people: slack.people,
    channels: slack.channels,
    bot: slack.bot,
  };
  const groups = [
    { title: 'Channels', items: channels.map(({ id, name }) => ({ id, name })) },
    { title: 'Direct messages', items: direct ? [{ id: direct.id, name: slack.bot.name, bot: true }] : [] },
  ];
  const dialog = question
    ? html`<${Confirm} question=${question} />`
    : stack.length > 0 && html`<${Modal} key=${person.id} stack=${stack} person=${person} ask=${confirm} />`;
  const conversation = slack.conversations[place.conversation];

  return html`<${Reader.Provider} value=${reader}>
    <${ChatWindow} platform="slack" name="Slack" place=${place} groups=${groups} dialog=${dialog || null} problem=${problem} onForget=${onForget} shown=${shown}>
      ${
        conversation?.kind === 'direct'
          ? html`<${Direct} key=${conversation.id} conversation=${conversation} person=${person} ask=${confirm} />`
          : conversation &&
            html`<${Channel} key=${conversation.id} conversation=${conversation} person=${person} ask=${confirm} />`
      }
    <//>
  <//>`;
}

function Channel({ conversation, person, ask }) {
  const { state } = usePlayground();
  const channel = state.slack.channels.find(({ id }) => id === conversation.id);
  return html`<header class="pane-head"><h3><span aria-hidden="true">#</span> ${conversation.name}</h3>${channel?.topic && html`<p>${channel.topic}</p>`}${channel && html`<${ChannelMenu} platform="slack" channel=${channel} person=${person} />`}</header>
    <${Talk} conversation=${conversation} person=${person} ask=${ask} label=${`#${conversation.name}`} empty="Nothing here yet. Type /outloud setup to start." />`;
}

/** The direct chat has the app's own page beside it, as a second tab. */
function Direct({ conversation, person, ask }) {
  const { state, places, show, act } = usePlayground();
  const { tab } = places.slack;
  const id = useId();
  const strip = useRef(null);
  const first = person.name.split(' ')[0];
  const choose = (next) => {
    show('slack', { tab: next });
    if (next === 'home')
      void act({ platform: 'slack', as: person.id, do: 'home' }, `${first} opened Outloud's home page.`);
  };
  const onKeyDown = (event) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    choose(tab === 'home' ? 'messages' : 'home');
    strip.current.querySelector('[aria-selected=false]')?.focus();
  };
  const tabs = [
    ['home', 'Home'],
    ['messages', 'Messages'],
  ];
  return html`<header class="pane-head with-tabs"><h3>${state.slack.bot.name} <span class="badge">App</span></h3>
      <div class="tabs" role="tablist" aria-label="Outloud" ref=${strip} onKeyDown=${onKeyDown}>${tabs.map(
        ([key, name]) =>
          html`<button type="button" role="tab" key=${key} id=${`${id}-${key}`} data-tab=${key} aria-selected=${tab === key} aria-controls=${`${id}-panel`} tabindex=${tab === key ? 0 : -1} onClick=${() => choose(key)}>${name}</button>`,
      )}</div>
    </header>
    <div class="tab-panel" role="tabpanel" id=${`${id}-panel`} aria-labelledby=${`${id}-${tab}`}>
      ${
        tab === 'home'
          ? html`<${Home} person=${person} ask=${ask} />`
          : html`<${Talk} conversation=${conversation} person=${person} ask=${ask} label=${state.slack.bot.name} empty="Outloud has not written to you yet." />`
      }
    </div>`;
}

function Home({ person, ask }) {
  const { state, act } = usePlayground();
  const typed = useRef({});
  const [, redraw] = useState(0);
  const home = state.slack.homes[person.id];
  const blocks = withIds(home?.blocks ?? []);
  const surface = {
    name: 'home',
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
      const state_ = stateValues(blocks, typed.current);
      const press = {
        do: 'press-view',
        view_id: home.id,
        action_id: element.action_id,
        block_id: block.block_id,
        value,
        selected,
        state: state_,
      };
      return act(
        { platform: 'slack', as: person.id, ...press },
        `${person.name.split(' ')[0]} pressed ${element.text?.text ?? 'a control'}.`,
      );
    },
  };
  if (blocks.length === 0)
    return html`<div class="home"><p class="empty">This page is empty until Outloud fills it.</p></div>`;
  return html`<div class="home" tabindex="0" role="group" aria-label="Home page"><${Surface.Provider} value=${surface}><${Blocks} blocks=${blocks} /><//></div>`;
}

/** Messages, and a field to write the next one. */
function Talk({ conversation, person, ask, label, empty }) {
  const { state, act } = usePlayground();
  const who = { platform: 'slack', as: person.id };
  const first = person.name.split(' ')[0];
  const [note, setNote] = useState('');
  const { roots, repliesTo } = threadsOf(conversation.messages, person.id);
  const items = roots.map((message) => ({ key: message.ts, at: slackTime(message.ts), message }));
  useEffect(() => setNote(''), [conversation.id]);

  const send = async (text) => {
    const command = /^\/\S*/.exec(text)?.[0];
    setNote('');
    if (!command)
      return await act({ ...who, do: 'say', channel: conversation.id, text }, `${first} wrote in ${label}.`);
    if (!state.slack.commands.some((known) => known.command === command)) {
      setNote(`${command} is not a command here. Type / to see those there are.`);
      return { ok: false };
    }
    return await act({ ...who, do: 'command', channel: conversation.id, text }, `${first} typed ${text}`);
  };
  return html`<${MessageList} key=${`${conversation.id} ${person.id}`} id=${`${conversation.id} ${person.id}`} label=${`Messages in ${label}`} items=${items} zone=${person.timeZone} empty=${empty}
      draw=${({ message }) => html`<${Message} message=${message} replies=${repliesTo.get(message.ts) ?? []} channel=${conversation.id} person=${person} ask=${ask} />`} />
    ${note && html`<p class="composer-note" role="status">${note}</p>`}
    <${Composer} key=${conversation.id} name="main" label=${`Message ${label} as ${first}`} onSend=${send} suggest=${(text) => offersFor(text, state.slack.commands)} />
    <p class="zone-note">Times are ${first}'s own, in ${cityOf(person.timeZone)}.</p>`;
}

/** What this person sees, replies sorted under what they reply to. */
function threadsOf(messages, me) {
  const seen = messages.filter((message) => !message.only_for || message.only_for === me);
  const isReply = (message) => message.thread_ts && message.thread_ts !== message.ts;
  const repliesTo = Map.groupBy(seen.filter(isReply), ({ thread_ts }) => thread_ts);
  const roots = seen.filter((message) => !isReply(message) && (!message.deleted || repliesTo.has(message.ts)));
  return { roots, repliesTo };
}

/** The commands that the letters so far may become. */
function offersFor(text, commands) {
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const typed = text.trimEnd();
  return commands
    .filter(({ command }) => command.startsWith(typed) || typed === command)
    .map(({ command, hint, description }) => ({ name: command, insert: `${command} `, hint, note: description }))
    .filter(({ insert }) => text.length < insert.length);
}
