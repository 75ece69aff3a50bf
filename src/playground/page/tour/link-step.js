// @ts-check
import { fill, pause, send } from './hands.js';
import {
  composer,
  directOf,
  inPrivate,
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

/** Linking the local Slack with the local Teams, as two organisations do it: a code, a question, a yes. */

const inSlack = inPrivate('slack', 'administrator');
const inTeams = inPrivate('teams', 'administrator');

const toSlack = (/** @type {Context} */ { state, cast }) =>
  messagesIn(state, 'slack', directOf(state, 'slack', cast.slack.administrator.id));
const toTeams = (/** @type {Context} */ { state, cast }) =>
  messagesIn(state, 'teams', directOf(state, 'teams', cast.teams.administrator.id));

/** The newest code that Outloud gave out. */
const codeIn = (/** @type {Context} */ context) =>
  toSlack(context)
    .flatMap((message) => /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(words(message))?.[0] ?? [])
    .at(-1) ?? '';

const linkedIn = (/** @type {Context} */ context) =>
  toSlack(context).filter((message) => words(message).includes('You are linked with')).length;
const asksIn = (/** @type {Context} */ context) =>
  toSlack(context).filter((message) => words(message).includes('connecting.make')).length;
const formsIn = (/** @type {Context} */ context) =>
  toTeams(context).filter((message) => words(message).includes('connecting.enter')).length;

/** @type {Step} */
export const linkStep = {
  title: 'Link Slack and Teams',
  moves: [
    {
      id: 'link-order',
      say: ({ cast }) =>
        `Highlights travel only between organisations that both want it. You are ${cast.slack.administrator.name}, who runs the Slack workspace. Type /outloud link.`,
      place: inSlack,
      target: () => composer('slack'),
      hands: () => send('slack', '/outloud link'),
      done: ({ state, cast }) => Boolean(modalOf(state, cast.slack.administrator.id)),
    },
    {
      id: 'link-code',
      say: () => 'Say what the other side will see as your name, and press Get a code.',
      place: inSlack,
      target: slackSubmit,
      hands: async () => {
        await fill(slackModal(), { words: ['Tarren Vale Council'], place: '' });
        await press(slackSubmit());
      },
      base: codeIn,
      done: (context) => codeIn(context) !== context.base['link-code'],
    },
    {
      id: 'link-enter',
      late: true,
      say: (context) =>
        `Only you see the code. Now you are ${context.cast.teams.administrator.name} in Teams: type link ${codeIn(context)}.`,
      place: inTeams,
      target: () => composer('teams'),
      hands: (context) => send('teams', `link ${codeIn(context)}`),
      base: formsIn,
      done: (context) => formsIn(context) > (context.base['link-enter'] ?? 0),
    },
    {
      id: 'link-ask',
      late: true,
      say: ({ cast }) =>
        `${cast.teams.administrator.name} sees who gave out the code. Write a name for this side and press Ask for the link.`,
      place: inTeams,
      target: () => teamsButton('connecting.enter'),
      hands: async () => {
        const button = teamsButton('connecting.enter');
        await fill(button?.closest('.adaptive-card') ?? null, { words: ['Tarren Vale Council, Teams'], place: '' });
        await pause(200);
        await press(button);
      },
      base: asksIn,
      done: (context) => asksIn(context) > (context.base['link-ask'] ?? 0),
    },
    {
      id: 'link-make',
      late: true,
      say: ({ cast }) =>
        `Back in Slack, ${cast.slack.administrator.name} sees who asks, and decides. Press Make the link.`,
      place: inSlack,
      target: () => slackButton('connecting.make'),
      hands: () => press(slackButton('connecting.make')),
      base: linkedIn,
      done: (context) => linkedIn(context) > (context.base['link-make'] ?? 0),
    },
    {
      id: 'linked',
      say: () => 'Linked, until either side cuts it: type links to see that.',
    },
  ],
};
