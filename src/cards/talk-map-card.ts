import type { Message } from '../chat/message.ts';
import { card, line, opensAddress } from './elements.ts';
import type { Words } from './words.ts';

/** The way to the map of who talks with whom, for one person. */
export function talkMapCard(words: Words, address: string): Message {
  const text = words('talk.card');
  return { text: `${text} ${address}`, card: card([line(text)], [opensAddress(words('talk.open'), address)]) };
}
