// @ts-check
import { pause } from './hands.js';
/** @import { Context, Part } from './steps.js' */
/** @import { Json, Person, Place, PlatformName, SlackMessage, State, TeamsMessage } from '../types.d.ts' */

/* What the tour looks at: the state for what has happened, the page for the controls it speaks of. */

/** @param {State} state @param {PlatformName} platform @param {string} person */
export function directOf(state, platform, person) {
  return Object.values(state[platform].conversations).find((one) => one.kind === 'direct' && one.person === person)?.id;
}

/**
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string | undefined} conversation
 * @returns {(SlackMessage | TeamsMessage)[]}
 */
export function messagesIn(state, platform, conversation) {
  return conversation ? (state[platform].conversations[conversation]?.messages ?? []) : [];
}

/** @typedef {(context: Context) => { platform: PlatformName } & Partial<Place>} Whereabouts */

/**
 * Somebody's own chat with Outloud.
 * @param {PlatformName} platform
 * @param {Part} part
 * @returns {Whereabouts}
 */
export function inPrivate(platform, part) {
  return ({ state, cast }) => {
    const { id: person } = cast[platform][part];
    return { platform, person, conversation: directOf(state, platform, person), tab: 'messages' };
  };
}

/**
 * The channel, as somebody sees it.
 * @param {PlatformName} platform
 * @param {Part} part
 * @returns {Whereabouts}
 */
export function inChannel(platform, part) {
  return ({ cast }) => ({
    platform,
    person: cast[platform][part].id,
    conversation: cast[platform].channel,
    tab: 'messages',
  });
}

/** @param {unknown} message */
export const words = (message) => JSON.stringify(message);

/** @param {State} state @param {string} person */
export function modalOf(state, person) {
  return state.slack.modals[person]?.at(-1);
}

/** @param {Json | undefined} view */
export function hasInputs(view) {
  return Boolean(view?.blocks?.some((/** @type {Json} */ block) => block.type === 'input'));
}

/** @param {string} selector */
export function lastShown(selector) {
  return [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility()).at(-1);
}

/** @param {Element | null | undefined} element */
export async function press(element) {
  element?.scrollIntoView({ block: 'nearest' });
  await pause(250);
  /** @type {HTMLElement | null | undefined} */ (element)?.click();
}

export const slackSubmit = () => lastShown('.window.slack .modal [data-submit]');
export const slackModal = () => document.querySelector('.window.slack .modal');
export const slackButton = (/** @type {string} */ action) =>
  lastShown(`.window.slack .messages [data-action-id^="${action}"]`);
export const composer = (/** @type {string} */ platform) =>
  document.querySelector(`.window.${platform} [data-composer=main] .composer-box`);
export const teamsButton = (/** @type {string} */ verb) => lastShown(`.window.teams .messages [data-verb^="${verb}"]`);
export const teamsDialogSend = () =>
  lastShown('.window.teams .task .ac-pushButton.style-positive') ?? lastShown('.window.teams .task .ac-pushButton');
export const first = (/** @type {Person} */ person) => person.name.split(' ')[0] ?? person.name;
