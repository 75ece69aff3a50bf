import { closest, distance } from 'fastest-levenshtein';
import { cut } from '../base/text.ts';
import { helpCard } from '../cards/core-cards.ts';
import type { Words } from '../cards/words.ts';
import type { CommandEvent, MessageEvent } from '../chat/event.ts';
import { note, type Reply } from '../chat/reply.ts';
import type { CommandWord, Feature, Handling } from '../features/feature.ts';

/** Words that people type: which command and which word of it, the help, and the nearest one to a slip. */

export interface Orders {
  /** The commands' names, without slash. */
  readonly commands: readonly string[];
  run(event: CommandEvent, handling: Handling): Promise<Reply>;
  /** Whether it begins with a word that somebody could mean as an order. */
  isOrder(event: MessageEvent): boolean;
  /** A message to the bot as the order that it is. */
  fromMessage(event: MessageEvent): CommandEvent;
}

/** The command that words without one belong to: `pause` is `/outloud pause`. */
const ownCommand = 'outloud';

/** `trustPage`: where the help leads for what Outloud sees, keeps and forgets. */
export function createOrders(features: readonly Feature[], trustPage?: string): Orders {
  const all = features.flatMap((feature) => feature.words ?? []);
  const commands = [...new Set([ownCommand, ...all.map((word) => word.command)])];

  function help(event: CommandEvent, words: Words): Reply {
    const shown = commands.includes(event.command) ? event.command : ownCommand;
    const lines = all
      // The own command's help leads to the others.
      .filter((each) => each.command === shown || (shown === ownCommand && each.word === ''))
      .map((each) => ({
        typed: [`/${each.command}`, each.word, each.arguments].filter(Boolean).join(' '),
        says:
          each.command === shown
            ? each.help(words)
            : words('help.more', { says: each.help(words), command: each.command }),
      }));
    return note(helpCard(words, [...lines, { typed: `/${shown} help`, says: words('help.help') }], trustPage));
  }

  return {
    commands,

    async run(event, handling) {
      const [word = '', rest = ''] = splitFirst(event.words);
      const own = all.filter((each) => each.command === event.command);
      // The word '' is what the command does when nothing follows it.
      const found = own.find((each) => [each.word, ...(each.also ?? [])].includes(word.toLowerCase()));
      if (found) return found.run({ ...event, words: rest }, handling);
      if (word === '' || word.toLowerCase() === 'help') return help(event, handling.words);
      return unknown(own, word, handling.words);
    },

    isOrder({ text }) {
      const [first = ''] = splitFirst(text.trim().replace(/^\//, ''));
      const names = all.flatMap(({ word, also = [] }) => [word, ...also]);
      return [...commands, ...names, 'help'].includes(first.toLowerCase());
    },

    fromMessage({ text, ...event }) {
      const [first = '', rest = ''] = splitFirst(text.trim().replace(/^\//, ''));
      const command = commands.includes(first.toLowerCase()) ? first.toLowerCase() : undefined;
      const words = command ? rest : [first, rest].join(' ').trim();
      return { ...event, kind: 'command', command: command ?? ownCommand, words };
    },
  };
}

function splitFirst(text: string): [string?, string?] {
  const [, first, rest] = /^\s*(\S+)\s*([\s\S]*)$/.exec(text) ?? [];
  return [first, rest?.trim()];
}

const longestTyped = 41;

function unknown(own: readonly CommandWord[], word: string, words: Words): Reply {
  // Somebody may have pasted a page.
  const typed = cut(word, longestTyped);
  const names = [...own.map((each) => each.word).filter((name) => name !== ''), 'help'];
  const nearest = closest(typed.toLowerCase(), names);
  const near = distance(typed.toLowerCase(), nearest) <= Math.max(2, Math.ceil(nearest.length / 2));
  return note(near ? words('help.unknown', { word: typed, nearest }) : words('help.unknownAtAll', { word: typed }));
}
