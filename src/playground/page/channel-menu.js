import { usePlayground } from './context.js';
import { html } from './html.js';
import { Menu } from './menu.js';

/** What a channel has become, in words, and a menu to change it: for trying what Outloud does then. */
export function ChannelMenu({ platform, channel, person }) {
  const { state, act } = usePlayground();
  const first = person.name.split(' ')[0];
  const change = (wanted, done, who) => () =>
    void act({ platform, as: person.id, do: 'change-channel', channel: channel.id, change: wanted, who }, done);
  const outside = state[platform].people.filter(({ id }) => !channel.members.includes(id));
  const isTeams = platform === 'teams';
  const archived = isTeams ? 'the team' : 'it';
  const items = [
    channel.private
      ? { label: 'Make it open', onPick: change('make-open', `${first} opened ${channel.name} to everyone.`) }
      : { label: 'Make it private', onPick: change('make-private', `${first} made ${channel.name} private.`) },
    channel.shared
      ? { label: 'Stop sharing it', onPick: change('unshare', `${channel.name} is not shared any more.`) }
      : {
          label: 'Share it with another organisation',
          onPick: change('share', `${first} shared ${channel.name} with another organisation.`),
        },
    channel.archived
      ? { label: `Bring ${archived} back`, onPick: change('unarchive', `${first} brought ${archived} back.`) }
      : { label: `Archive ${archived}`, onPick: change('archive', `${first} archived ${archived}.`) },
    ...outside.map(({ id, name, title }) => ({
      label: `Let ${name} in`,
      note: title,
      onPick: change('add', `${name} came into ${channel.name}.`, id),
    })),
  ];
  return html`<div class="channel-now">
    ${wordsOf(channel).map((word) => html`<span class="badge" key=${word}>${word}</span>`)}
    <${Menu} label=${`Change ${channel.name}`} className="channel-menu" items=${items} />
  </div>`;
}

function wordsOf(channel) {
  return [
    channel.private && 'Private',
    channel.shared && 'Shared with another organisation',
    channel.archived && 'Archived',
  ].filter(Boolean);
}
