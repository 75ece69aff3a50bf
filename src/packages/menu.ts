import { wordsFor } from '../cards/words.ts';
import type { CommandWord, Feature } from '../features/feature.ts';
import { english } from './words.ts';

/** What people can type, as both packages show it: read from the features, so that it is what they understand. */

export interface MenuEntry {
  /** Without slash. */
  readonly typed: string;
  readonly says: string;
}

export interface SlashCommand extends MenuEntry {
  /** The words that may follow it. */
  readonly words: readonly string[];
}

/** The command whose words need no command before them. */
const ownCommand = 'outloud';

/** More are allowed, but not every client shows them (schemas before 1.24 stop here). */
export const mostInMenu = 10;

export function slashCommands(features: readonly Feature[], commands: readonly string[]): SlashCommand[] {
  const all = features.flatMap((feature) => feature.words ?? []);
  return commands.map((command) => {
    const own = all.filter((each) => each.command === command);
    const names = own.map((each) => each.word).filter((word) => word !== '');
    return { typed: command, says: saysOfCommand(own), words: [...names, 'help'] };
  });
}

/** Every command, the words of Outloud's own that are marked for that place as far as there is room, and the help. */
export function menuFor(
  place: 'direct' | 'channel',
  features: readonly Feature[],
  commands: readonly string[],
): MenuEntry[] {
  const all = features.flatMap((feature) => feature.words ?? []);
  const others = commands
    .filter((command) => command !== ownCommand)
    .map((command) => ({ typed: command, says: saysOfCommand(all.filter((each) => each.command === command)) }));
  const own = all
    .filter(({ command, menu }) => command === ownCommand && (menu === place || menu === 'everywhere'))
    .map((each) => ({ typed: each.word, says: saysOf(each) }));
  const room = mostInMenu - others.length - 1;
  return [...own.slice(0, Math.max(0, room)), ...others, { typed: 'help', says: english.help }].slice(-mostInMenu);
}

function saysOfCommand(own: readonly CommandWord[]): string {
  const alone = own.find((each) => each.word === '');
  return alone ? saysOf(alone) : english.short;
}

function saysOf(word: CommandWord): string {
  const line = word.help(wordsFor('en'));
  return line.charAt(0).toUpperCase() + line.slice(1);
}
