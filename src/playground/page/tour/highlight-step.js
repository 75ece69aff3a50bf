// @ts-check
import { fill, pause, send } from './hands.js';
import {
  composer,
  directOf,
  lastShown,
  messagesIn,
  modalOf,
  press,
  slackButton,
  slackModal,
  slackSubmit,
  teamsButton,
  words,
} from './look.js';

/** @import { Context, Step } from './steps.js' */

/** A note travels from Slack to Teams with its author's leave, and a reply comes home. */

const inLeads = (/** @type {Context} */ { cast }, /** @type {'host' | 'reader'} */ part) => ({
  platform: /** @type {const} */ ('teams'),
  person: cast.teams[part].id,
  conversation: cast.teams.channel,
});

const withAuthor = (/** @type {Context} */ { state, cast }) => ({
  platform: /** @type {const} */ ('slack'),
  person: cast.slack.writer.id,
  conversation: directOf(state, 'slack', cast.slack.writer.id),
  tab: /** @type {const} */ ('messages'),
});

const dialogOf = (/** @type {Context} */ { state, cast }, /** @type {'host' | 'reader'} */ part) =>
  Boolean(state.teams.dialogs[cast.teams[part].id]);

const countIn = (/** @type {Context} */ { state, cast }, /** @type {'slack' | 'teams'} */ platform, text = '') =>
  messagesIn(state, platform, cast[platform].channel).filter(
    (message) => !message.deleted && words(message).includes(text),
  ).length;

const dialogSend = () =>
  lastShown('.window.teams .task .ac-pushButton.style-positive') ?? lastShown('.window.teams .task .ac-pushButton');

/** Ticks the first of the places on offer. */
function pickPlace() {
  const box = /** @type {HTMLInputElement | null | undefined} */ (slackModal()?.querySelector('input[type=checkbox]'));
  if (box && !box.checked) box.click();
}

/** @type {Step} */
export const highlightStep = {
  title: 'A note travels, and a reply comes home',
  moves: [
    {
      id: 'highlight-order',
      say: ({ cast }) =>
        `A channel decides what comes to it. You are ${cast.teams.host.name} in ${cast.teams.channelName}: write @Outloud highlight on.`,
      place: (context) => inLeads(context, 'host'),
      target: () => composer('teams'),
      hands: () => send('teams', '@Outloud highlight on'),
      base: (context) => countIn(context, 'teams', 'highlight on'),
      done: (context) => countIn(context, 'teams', '"order":"highlight on"') > 0,
    },
    {
      id: 'highlight-form',
      say: () => 'Press the button: topics, at most how many a week, and when.',
      place: (context) => inLeads(context, 'host'),
      target: () => teamsButton('core.order'),
      hands: () => press(teamsButton('core.order')),
      done: (context) => dialogOf(context, 'host'),
    },
    {
      id: 'highlight-on',
      late: true,
      say: () => 'Press Let them come. It can be turned off at once, any time.',
      place: (context) => inLeads(context, 'host'),
      target: dialogSend,
      hands: () => press(dialogSend()),
      base: (context) => dialogOf(context, 'host'),
      done: (context) => context.base['highlight-on'] === true && !dialogOf(context, 'host'),
    },
    {
      id: 'highlight-suggest',
      say: ({ cast }) =>
        `Now you are ${cast.slack.writer.name} in Slack. On your own card press Suggest as a highlight.`,
      place: withAuthor,
      target: () => slackButton('highlights.suggest'),
      hands: () => press(slackButton('highlights.suggest')),
      done: ({ state, cast }) => Boolean(modalOf(state, cast.slack.writer.id)),
    },
    {
      id: 'highlight-share',
      say: ({ cast }) =>
        `You see the very card, and who reads there: a guest too. Pick ${cast.teams.channelName} and press Share. Nothing leaves without this.`,
      place: withAuthor,
      target: slackSubmit,
      hands: async () => {
        pickPlace();
        await fill(slackModal(), { words: ['Comms'], place: '' });
        await press(slackSubmit());
      },
      done: (context) => countIn(context, 'teams', 'highlights.useful') > 0,
    },
    {
      id: 'highlight-reply',
      say: ({ cast }) =>
        `It stands in Teams, and says where it comes from. You are ${cast.teams.reader.name}: press Reply.`,
      place: (context) => inLeads(context, 'reader'),
      target: () => teamsButton('highlights.reply'),
      hands: () => press(teamsButton('highlights.reply')),
      done: (context) => dialogOf(context, 'reader'),
    },
    {
      id: 'highlight-answer',
      say: () => 'Write something, see where it will be shown, and press Send.',
      place: (context) => inLeads(context, 'reader'),
      beside: ({ cast }) => ({ platform: 'slack', person: cast.slack.writer.id, conversation: cast.slack.channel }),
      target: dialogSend,
      hands: async () => {
        await fill(document.querySelector('.window.teams .task'), {
          words: ['Ours is "service users". They say "people who come here".'],
          place: '',
        });
        await pause(200);
        await press(dialogSend());
      },
      done: (context) => countIn(context, 'slack', 'highlights.reply') > 0,
    },
    {
      id: 'finished',
      say: () =>
        'The reply is in the thread in Slack, with a name, and answers that are typed there go back. Try what you like now: everything here is made up, and on this machine alone.',
    },
  ],
};
