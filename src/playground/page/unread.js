// @ts-check
/** @import { PlatformName, State } from './types.d.ts' */

/*
 * What each person has not looked at yet. What was there before this browser first opened the page counts as seen.
 */

const KEY = 'outloud.seen';

/** @typedef {Record<string, number>} Seen the moment of the last message seen, by person and conversation */

/**
 * @param {State} state
 * @returns {Seen}
 */
export function loadSeen(state) {
  const kept = read();
  if (kept?.startedAt === state.startedAt) return kept.seen;
  /** @type {Seen} */
  const seen = {};
  for (const { platform, person, conversation, newest } of places(state))
    seen[keyOf(platform, person, conversation)] = newest;
  return seen;
}

/**
 * @param {State} state
 * @param {Seen} seen
 */
export function saveSeen(state, seen) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ startedAt: state.startedAt, seen }));
  } catch {
    // A browser that keeps nothing only forgets what was read.
  }
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? 'null');
  } catch {
    return null;
  }
}

/**
 * @param {string} platform
 * @param {string} person
 * @param {string} conversation
 */
export function keyOf(platform, person, conversation) {
  return `${platform} ${person} ${conversation}`;
}

/**
 * Each conversation as each of its people sees it.
 * @param {State} state
 */
function places(state) {
  return /** @type {PlatformName[]} */ (['slack', 'teams']).flatMap((platform) =>
    state[platform].people.flatMap((person) =>
      conversationsOf(state, platform, person.id).map((conversation) => ({
        platform,
        person: person.id,
        conversation,
        newest: newestFor(state, platform, person.id, conversation),
      })),
    ),
  );
}

/**
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string} person
 */
export function conversationsOf(state, platform, person) {
  const direct = Object.values(state[platform].conversations).filter(
    (one) => one.kind === 'direct' && one.person === person,
  );
  const channels = state[platform].channels.filter(({ members }) => members.includes(person));
  return [...channels, ...direct].map(({ id }) => id);
}

/**
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string} person
 * @param {string} conversation
 */
function momentsFor(state, platform, person, conversation) {
  const found = state[platform].conversations[conversation];
  return (found?.messages ?? [])
    .filter((message) => !message.deleted && authorOf(message) !== person && mayRead(message, person))
    .map(momentOf);
}

/** @param {any} message */
function authorOf(message) {
  return message.user ?? message.from;
}

/**
 * @param {any} message
 * @param {string} person
 */
function mayRead(message, person) {
  return !message.only_for || message.only_for === person;
}

/** @param {any} message */
function momentOf(message) {
  return Number.parseFloat(message.ts ?? message.id) || 0;
}

/**
 * @param {State} state
 * @param {PlatformName} platform
 * @param {string} person
 * @param {string} conversation
 */
export function newestFor(state, platform, person, conversation) {
  return Math.max(0, ...momentsFor(state, platform, person, conversation));
}

/**
 * @param {State} state
 * @param {Seen} seen
 * @param {PlatformName} platform
 * @param {string} person
 * @param {string} [conversation] all of theirs, if none is given
 */
export function countUnread(state, seen, platform, person, conversation) {
  const wanted = conversation ? [conversation] : conversationsOf(state, platform, person);
  return wanted.reduce((sum, id) => {
    const last = seen[keyOf(platform, person, id)] ?? 0;
    return sum + momentsFor(state, platform, person, id).filter((moment) => moment > last).length;
  }, 0);
}

/**
 * Who has got something in private since the state before: named in the line at the foot of the page.
 * @param {State} before
 * @param {State} after
 */
export function newlyWrittenTo(before, after) {
  return /** @type {PlatformName[]} */ (['slack', 'teams']).flatMap((platform) =>
    after[platform].people.filter((person) => {
      const direct = Object.values(after[platform].conversations).find(
        (one) => one.kind === 'direct' && one.person === person.id,
      );
      if (!direct) return false;
      return newestFor(after, platform, person.id, direct.id) > newestFor(before, platform, person.id, direct.id);
    }),
  );
}
