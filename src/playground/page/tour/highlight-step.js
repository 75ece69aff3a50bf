// @ts-check
import { fill, pause, send } from './hands.js';
import {
  composer,
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

/** @import { Context, Step } from './steps.js' */

/** A note travels from Slack to Teams with its author's leave, and a reply comes home. */

const dialogOf = (/** @type {Context} */ { state, cast }, /** @type {'host' | 'reader'} */ part) =>
  Boolean(state.teams.dialogs[cast.teams[part].id]);

const countIn = (/** @type {Context} */ { state, cast }, /** @type {'slack' | 'teams'} */ platform, text = '') =>
  messagesIn(state, platform, cast[platform].channel).filter(
    (message) => !message.deleted && words(message).includes(text),
  ).length;

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
      place: inChannel('teams', 'host'),
      target: () => composer('teams'),
      hands: () => send('teams', '@Outloud highlight on'),
      base: (context) => countIn(context, 'teams', 'highlight on'),
      done: (context) => countIn(context, 'teams', '"order":"highlight on"') > 0,
    },
    {
      id: 'highlight-form',
      say: () => 'Press the button: topics, at most how many a week, and when.',
      place: inChannel('teams', 'host'),
      target: () => teamsButton('core.order'),
      hands: () => press(teamsButton('core.order')),
      done: (context) => dialogOf(context, 'host'),
    },
    {
      id: 'highlight-on',
      late: true,
      say: () => 'Press Let them come. It can be turned off at once, any time.',
      place: inChannel('teams', 'host'),
      target: teamsDialogSend,
      hands: () => press(teamsDialogSend()),
      base: (context) => dialogOf(context, 'host'),
      done: (context) => context.base['highlight-on'] === true && !dialogOf(context, 'host'),
    },
    {
      id: 'highlight-suggest',
      say: ({ cast }) =>
        `Now you are ${cast.slack.writer.name} in Slack. On your own card press Suggest as a highlight.`,
      place: inPrivate('slack', 'writer'),
      target: () => slackButton('highlights.suggest'),
      hands: () => press(slackButton('highlights.suggest')),
      done: ({ state, cast }) => Boolean(modalOf(state, cast.slack.writer.id)),
    },
    {
      id: 'highlight-share',
      say: ({ cast }) =>
        `You see the very card, and who reads there: a guest too. Pick ${cast.teams.channelName} and press Share. Nothing leaves without this.`,
      place: inPrivate('slack', 'writer'),
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
      place: inChannel('teams', 'reader'),
      target: () => teamsButton('highlights.reply'),
      hands: () => press(teamsButton('highlights.reply')),
      done: (context) => dialogOf(context, 'reader'),
    },
    {
      id: 'highlight-answer',
      say: () => 'Write something, see where it will be shown, and press Send.',
      place: inChannel('teams', 'reader'),
      beside: inChannel('slack', 'writer'),
      target: teamsDialogSend,
      hands: async () => {
        await fill(document.querySelector('.window.teams .task'), {
          words: ['Ours is "service users". They say "people who come here".'],
          place: '',
        });
        await pause(200);
        await press(teamsDialogSend());
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
