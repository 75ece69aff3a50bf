import { ChannelMenu } from '../channel-menu.js';
import { ChatWindow } from '../chat-window.js';
import { Composer } from '../composer.js';
import { usePlayground } from '../context.js';
import { Dialog } from '../dialog.js';
import { html } from '../html.js';
import { MessageList } from '../message-list.js';
import { cityOf, teamsTime } from '../time.js';
import { Card } from './card.js';
import { MentionButton, Message, Post } from './message.js';

export function TeamsWindow({ problem, onForget, shown }) {
  const { state, places } = usePlayground();
  const { teams } = state;
  const place = places.teams;
  const person = teams.people.find(({ id }) => id === place.person) ?? teams.people[0];
  const channels = teams.channels.filter(({ members }) => members.includes(person.id));
  const direct = Object.values(teams.conversations).find((one) => one.kind === 'direct' && one.person === person.id);
  const groups = [
    { title: 'Chat', items: direct ? [{ id: direct.id, name: teams.bot.name, bot: true }] : [] },
    { title: teams.team.name, items: channels.map(({ id, name }) => ({ id, name })) },
  ];
  const open = teams.dialogs[person.id];
  const dialog = open ? html`<${TaskDialog} key=${person.id} dialog=${open} person=${person} />` : null;
  const conversation = teams.conversations[place.conversation];
  return html`<${ChatWindow} platform="teams" name="Teams" place=${place} groups=${groups} dialog=${dialog} problem=${problem} onForget=${onForget} shown=${shown}>
    ${
      conversation?.kind === 'direct'
        ? html`<${Chat} key=${conversation.id} conversation=${conversation} person=${person} />`
        : conversation && html`<${Channel} key=${conversation.id} conversation=${conversation} person=${person} />`
    }
  <//>`;
}

function TaskDialog({ dialog, person }) {
  const { act } = usePlayground();
  const who = { platform: 'teams', as: person.id };
  const first = person.name.split(' ')[0];
  const close = () => void act({ ...who, do: 'close-dialog' }, `${first} closed the dialog.`);
  const onAction = (action, inputs) =>
    act({ ...who, do: 'submit-dialog', action, inputs }, `${first} pressed ${action.title ?? 'a button'}.`);
  return html`<${Dialog} title=${dialog.title} className="task" step=${JSON.stringify(dialog.card)} onClose=${close}>
    <div class="dialog-body"><${Card} card=${dialog.card} onAction=${onAction} label=${dialog.title} /></div>
  <//>`;
}

function Channel({ conversation, person }) {
  const { state, act } = usePlayground();
  const { team, channels } = state.teams;
  const first = person.name.split(' ')[0];
  const channel = channels.find(({ id }) => id === conversation.id);
  const roots = conversation.messages.filter(({ root, id }) => !root || root === id);
  const repliesTo = Map.groupBy(
    conversation.messages.filter(({ root, id }) => root && root !== id),
    ({ root }) => root,
  );
  const items = roots
    .filter((message) => !message.deleted || repliesTo.has(message.id))
    .map((message) => ({ key: message.id, at: teamsTime(message), message }));
  const send = (text) =>
    act(
      { platform: 'teams', as: person.id, do: 'say', conversation: conversation.id, text },
      `${first} posted in ${conversation.name}.`,
    );
  return html`<header class="pane-head"><h3>${conversation.name}</h3><p>${channel?.topic ?? team.name}</p>${channel && html`<${ChannelMenu} platform="teams" channel=${channel} person=${person} />`}</header>
    <${MessageList} key=${`${conversation.id} ${person.id}`} id=${`${conversation.id} ${person.id}`} label=${`Posts in ${conversation.name}`} items=${items} zone=${person.timeZone}
      empty="Nothing here yet. Mention @Outloud to start."
      draw=${({ message }) => html`<${Post} root=${message} replies=${repliesTo.get(message.id) ?? []} conversation=${conversation} person=${person} />`} />
    <${Composer} key=${conversation.id} name="main" label=${`Post in ${conversation.name} as ${first}`} onSend=${send} before=${(insert) => html`<${MentionButton} insert=${insert} />`} />
    <p class="zone-note">Times are ${first}'s own, in ${cityOf(person.timeZone)}.</p>`;
}

function Chat({ conversation, person }) {
  const { state, act } = usePlayground();
  const first = person.name.split(' ')[0];
  const items = conversation.messages
    .filter(({ deleted }) => !deleted)
    .map((message) => ({ key: message.id, at: teamsTime(message), message }));
  const send = (text) =>
    act(
      { platform: 'teams', as: person.id, do: 'say', conversation: conversation.id, text },
      `${first} wrote to ${state.teams.bot.name}.`,
    );
  return html`<header class="pane-head"><h3>${state.teams.bot.name} <span class="badge">Bot</span></h3><p>A private chat: only ${first} sees it</p></header>
    <${MessageList} key=${conversation.id} id=${conversation.id} label=${`Chat with ${state.teams.bot.name}`} items=${items} zone=${person.timeZone} empty="Outloud has not written to you yet."
      draw=${({ message }) => html`<${Message} message=${message} conversation=${conversation} person=${person} bubble />`} />
    <${Composer} key=${conversation.id} name="main" label=${`Message ${state.teams.bot.name} as ${first}`} onSend=${send} />
    <p class="zone-note">Times are ${first}'s own, in ${cityOf(person.timeZone)}.</p>`;
}
