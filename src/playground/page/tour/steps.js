// @ts-check
import { fill, pause, send, type } from './hands.js';
import { highlightStep } from './highlight-step.js';
import { linkStep } from './link-step.js';
import {
  composer,
  directOf,
  first,
  hasInputs,
  inChannel,
  inPrivate,
  messagesIn,
  modalOf,
  press,
  slackButton,
  slackModal,
  slackSubmit,
  teamsButton,
  teamsDialogSend,
  words,
} from './look.js';
/** @import { Person, Place, PlatformName, State } from '../types.d.ts' */

/*
 * The tour is seven steps, each a few moves. Where one stands is read from the state: of a step's moves, the one after
 * the last that is done. So it does not matter whether a move was made by hand, by "Do it for me", or before a reload.
 */

/**
 * @typedef {object} Context
 * @property {State} state
 * @property {Cast} cast
 * @property {Record<string, any>} base what each move found when its step began (`late`: when it was its turn)
 *
 * @typedef {object} Move
 * @property {string} id
 * @property {(context: Context) => string} say
 * @property {(context: Context) => { platform: PlatformName } & Partial<Place>} [place]
 * @property {(context: Context) => { platform: PlatformName } & Partial<Place>} [beside] what the other window shows meanwhile
 * @property {(context: Context) => Element | null | undefined} [target]
 * @property {(context: Context) => Promise<void>} [hands]
 * @property {(context: Context) => any} [base]
 * @property {boolean} [late]
 * @property {(context: Context) => boolean} [done] absent: done when one presses Continue
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {Move[]} moves
 */

/**
 * @typedef {object} Side
 * @property {Person} host who sets up
 * @property {Person} writer who answers
 * @property {Person} reader who taps
 * @property {Person} administrator who links
 * @property {string} channel
 * @property {string} channelName
 *
 * @typedef {'host' | 'writer' | 'reader' | 'administrator'} Part
 * @typedef {Record<PlatformName, Side>} Cast
 */

/**
 * Who plays which part: by name in the organisation that comes with the playground, else anybody.
 * @param {State} state
 * @returns {Cast}
 */
export function castOf(state) {
  return {
    slack: sideOf(state, 'slack', ['Jo', 'Amina', 'Leah', 'Jo'], 'digital-network'),
    teams: sideOf(state, 'teams', ['Dev', 'Rhys', 'Priya', 'Sam'], 'Digital Leads'),
  };
}

/**
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string[]} names
 * @param {string} channelName
 * @returns {Side}
 */
function sideOf(state, platform, names, channelName) {
  const { channels, people } = state[platform];
  const channel = channels.find(({ name }) => name === channelName) ?? channels[0];
  const members = people.filter(({ id }) => channel?.members.includes(id));
  const named = (/** @type {number} */ at) =>
    members.find(({ name }) => name.startsWith(`${names[at]} `)) ?? members[at] ?? people[0];
  return {
    host: /** @type {Person} */ (named(0)),
    writer: /** @type {Person} */ (named(1)),
    reader: /** @type {Person} */ (named(2)),
    administrator: /** @type {Person} */ (named(3)),
    channel: channel?.id ?? '',
    channelName: channel?.name ?? '',
  };
}

/**
 * A button that opens the form, since a message cannot.
 * @param {unknown} message
 */
function isFormButton(message) {
  return /"(?:core\.order|prompts\.setup)"/.test(words(message));
}

/**
 * What the bot has said where this person reads, forms that wait to be opened left out.
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string} person
 * @param {string} channel
 */
function saidBy(state, platform, person, channel) {
  const bot = state[platform].bot.id;
  const places = [channel, directOf(state, platform, person)];
  return places
    .flatMap((place) => messagesIn(state, platform, place))
    .filter((message) =>
      'user' in message
        ? message.user === bot && (!message.only_for || message.only_for === person)
        : message.from === bot,
    )
    .filter((message) => !isFormButton(message)).length;
}

/** @param {State} state @param {PlatformName} platform @param {string} person */
function questionsTo(state, platform, person) {
  return messagesIn(state, platform, directOf(state, platform, person)).filter((message) =>
    words(message).includes('prompts.skip'),
  ).length;
}

/** @param {State} state @param {PlatformName} platform @param {string} channel */
function notesIn(state, platform, channel) {
  return messagesIn(state, platform, channel).filter(
    (message) => !message.deleted && words(message).includes('updates.useful'),
  );
}

const teamsSend = (/** @type {string} */ verb) =>
  [...document.querySelectorAll(`.window.teams .messages [data-verb^="${verb}"]:not(.expandable)`)].find(
    (element) => element.checkVisibility() && element.matches('.style-positive, .primary'),
  );
const formButton = () => teamsButton('core.order') ?? teamsButton('prompts.setup');

const AMINA = [
  'Two residents who read the bin-day page aloud to me. Both stopped at the word "receptacle".',
  'Ask two people to read the next page before we publish it. A plain word costs nothing.',
  'We changed the word the same day.',
];
const RHYS = [
  'The people who answer the newsletter. Half of them ask when the library opens.',
  'Put the opening hours at the top, and ask one of them whether it helps.',
  'It took ten minutes.',
];

/** @type {Step[]} */
export const steps = [
  {
    title: 'Set up prompts, in both places',
    moves: [
      {
        id: 'slack-setup',
        say: ({ cast }) =>
          `You are ${cast.slack.host.name} in #${cast.slack.channelName}. Type /outloud setup in the field below and press Enter.`,
        place: inChannel('slack', 'host'),
        target: () => composer('slack'),
        hands: () => send('slack', '/outloud setup'),
        done: ({ state, cast }) => Boolean(modalOf(state, cast.slack.host.id)),
      },
      {
        id: 'slack-start',
        say: () =>
          'The form comes filled in: who is asked, which days, what time. Change what you like, then press the highlighted button.',
        place: inChannel('slack', 'host'),
        target: slackSubmit,
        hands: () => press(slackSubmit()),
        base: ({ state, cast }) => saidBy(state, 'slack', cast.slack.host.id, cast.slack.channel),
        done: ({ state, cast, base }) =>
          !modalOf(state, cast.slack.host.id) &&
          saidBy(state, 'slack', cast.slack.host.id, cast.slack.channel) > base['slack-start'],
      },
      {
        id: 'teams-setup',
        say: ({ cast }) =>
          `Now Teams. You are ${cast.teams.host.name} in ${cast.teams.channelName}. Write @Outloud setup and press Enter: in a channel, a bot hears only what mentions it.`,
        place: inChannel('teams', 'host'),
        target: () => composer('teams'),
        hands: () => send('teams', '@Outloud setup'),
        base: ({ state, cast }) => messagesIn(state, 'teams', cast.teams.channel).length,
        done: ({ state, cast, base }) =>
          messagesIn(state, 'teams', cast.teams.channel).slice(base['teams-setup']).some(isFormButton),
      },
      {
        id: 'teams-open',
        say: () => 'Outloud answered with a button, since a dialog on Teams opens only from one. Press it.',
        place: inChannel('teams', 'host'),
        target: formButton,
        hands: () => press(formButton()),
        done: ({ state, cast }) => Boolean(state.teams.dialogs[cast.teams.host.id]),
      },
      {
        id: 'teams-start',
        say: () => 'The same form, as Teams shows it. Press the highlighted button.',
        place: inChannel('teams', 'host'),
        target: teamsDialogSend,
        hands: () => press(teamsDialogSend()),
        base: ({ state, cast }) => saidBy(state, 'teams', cast.teams.host.id, cast.teams.channel),
        done: ({ state, cast, base }) =>
          !state.teams.dialogs[cast.teams.host.id] &&
          saidBy(state, 'teams', cast.teams.host.id, cast.teams.channel) > base['teams-start'],
      },
    ],
  },
  {
    title: 'A question arrives, in private',
    moves: [
      {
        id: 'next',
        say: () =>
          'No need to wait for the day. Press Next prompt: the playground’s clock moves on to the moment somebody is due a question.',
        target: () => document.querySelector('[data-clock=next]'),
        hands: () => press(document.querySelector('[data-clock=next]')),
        base: ({ state, cast }) => [
          questionsTo(state, 'slack', cast.slack.writer.id),
          questionsTo(state, 'teams', cast.teams.writer.id),
        ],
        done: ({ state, cast, base }) =>
          questionsTo(state, 'slack', cast.slack.writer.id) > base.next[0] &&
          questionsTo(state, 'teams', cast.teams.writer.id) > base.next[1],
      },
      {
        id: 'arrived',
        say: ({ cast }) =>
          `${first(cast.slack.writer)} has a question in Slack, and ${first(cast.teams.writer)} one in Teams. Nobody else sees them, and nobody is told who skips.`,
        place: inPrivate('slack', 'writer'),
        beside: inPrivate('teams', 'writer'),
        target: () => slackButton('prompts.answer')?.closest('[data-message]'),
      },
    ],
  },
  {
    title: 'Answer in Slack',
    moves: [
      {
        id: 'amina-answer',
        say: ({ cast }) => `You are ${cast.slack.writer.name}. Press Answer under the question.`,
        place: inPrivate('slack', 'writer'),
        target: () => slackButton('prompts.answer'),
        hands: () => press(slackButton('prompts.answer')),
        done: ({ state, cast }) => hasInputs(modalOf(state, cast.slack.writer.id)),
      },
      {
        id: 'amina-preview',
        say: ({ cast }) =>
          `Write a few words, choose #${cast.slack.channelName} as the audience, and press Preview. Half-finished is fine.`,
        place: ({ cast }) => ({ platform: 'slack', person: cast.slack.writer.id }),
        target: slackSubmit,
        hands: async ({ cast }) => {
          await fill(slackModal(), { words: AMINA, place: cast.slack.channelName });
          await press(slackSubmit());
        },
        done: ({ state, cast }) => {
          const view = modalOf(state, cast.slack.writer.id);
          return Boolean(view?.submit) && !hasInputs(view);
        },
      },
      {
        id: 'amina-post',
        say: () => 'This is exactly what others will see. Press Post.',
        place: ({ cast }) => ({ platform: 'slack', person: cast.slack.writer.id }),
        target: slackSubmit,
        hands: () => press(slackSubmit()),
        base: ({ state, cast }) => notesIn(state, 'slack', cast.slack.channel).length,
        done: ({ state, cast, base }) => notesIn(state, 'slack', cast.slack.channel).length > base['amina-post'],
      },
      {
        id: 'amina-seen',
        say: ({ cast }) => `There it is, in #${cast.slack.channelName}, for everyone in it.`,
        place: ({ cast }) => ({ platform: 'slack', conversation: cast.slack.channel, tab: 'messages' }),
        target: () => slackButton('updates.useful')?.closest('[data-message]'),
      },
    ],
  },
  {
    title: 'Answer in Teams',
    moves: [
      {
        id: 'rhys-preview',
        say: ({ cast }) =>
          `You are ${cast.teams.writer.name}. On Teams the fields are in the card itself: press Answer, write a few words, choose ${cast.teams.channelName}, and press Preview.`,
        place: inPrivate('teams', 'writer'),
        target: () => teamsSend('prompts.answer') ?? teamsButton('prompts.answer'),
        hands: async ({ cast }) => {
          if (!teamsSend('prompts.answer')) await press(teamsButton('prompts.answer'));
          await pause(300);
          const sends = teamsSend('prompts.answer');
          await fill(sends?.closest('.adaptive-card') ?? null, { words: RHYS, place: cast.teams.channelName });
          await press(sends);
        },
        base: ({ state, cast }) => previewsOf(state, cast.teams.writer.id),
        done: ({ state, cast, base }) => previewsOf(state, cast.teams.writer.id) > base['rhys-preview'],
      },
      {
        id: 'rhys-post',
        say: () => 'The same card now shows the preview. Press Post.',
        place: inPrivate('teams', 'writer'),
        target: () => teamsSend('prompts.preview'),
        hands: () => press(teamsSend('prompts.preview')),
        base: ({ state, cast }) => notesIn(state, 'teams', cast.teams.channel).length,
        done: ({ state, cast, base }) => notesIn(state, 'teams', cast.teams.channel).length > base['rhys-post'],
      },
      {
        id: 'rhys-seen',
        say: ({ cast }) => `And there it is, in ${cast.teams.channelName}. One product, two places.`,
        place: ({ cast }) => ({ platform: 'teams', conversation: cast.teams.channel }),
        target: () => teamsButton('updates.useful')?.closest('[data-message]'),
      },
    ],
  },
  {
    title: 'Change one’s mind, and say thanks',
    moves: [
      {
        id: 'edit',
        say: ({ cast }) => `What ${first(cast.slack.writer)} posted stays hers. In her private chat, press Edit.`,
        place: inPrivate('slack', 'writer'),
        target: () => slackButton('updates.edit'),
        hands: () => press(slackButton('updates.edit')),
        done: ({ state, cast }) => hasInputs(modalOf(state, cast.slack.writer.id)),
      },
      {
        id: 'edit-words',
        say: () => 'Change a word or two and press Preview.',
        place: ({ cast }) => ({ platform: 'slack', person: cast.slack.writer.id }),
        target: slackSubmit,
        hands: async () => {
          const field = /** @type {HTMLTextAreaElement | null | undefined} */ (
            slackModal()?.querySelector('textarea, input[type=text]')
          );
          if (field) type(field, `${field.value} We changed it the same day.`);
          await pause(200);
          await press(slackSubmit());
        },
        done: ({ state, cast }) => {
          const view = modalOf(state, cast.slack.writer.id);
          return Boolean(view?.submit) && !hasInputs(view);
        },
      },
      {
        id: 'edit-save',
        say: () => 'Press the highlighted button: the card in the channel follows.',
        place: ({ cast }) => ({ platform: 'slack', person: cast.slack.writer.id }),
        target: slackSubmit,
        hands: () => press(slackSubmit()),
        base: ({ state, cast }) => words(notesIn(state, 'slack', cast.slack.channel)),
        done: ({ state, cast, base }) =>
          !modalOf(state, cast.slack.writer.id) &&
          words(notesIn(state, 'slack', cast.slack.channel)) !== base['edit-save'],
      },
      {
        id: 'useful',
        late: true,
        say: ({ cast }) =>
          `You are ${cast.slack.reader.name}, reading the channel: the card shows the new words. Press Useful. It counts, without your name.`,
        place: inChannel('slack', 'reader'),
        target: () => slackButton('updates.useful'),
        hands: () => press(slackButton('updates.useful')),
        base: ({ state, cast }) => words(notesIn(state, 'slack', cast.slack.channel)),
        done: ({ state, cast, base }) =>
          base.useful !== undefined && words(notesIn(state, 'slack', cast.slack.channel)) !== base.useful,
      },
    ],
  },
  linkStep,
  highlightStep,
];

/** @param {State} state @param {string} person */
function previewsOf(state, person) {
  return messagesIn(state, 'teams', directOf(state, 'teams', person)).filter((message) =>
    words(message).includes('prompts.preview'),
  ).length;
}
