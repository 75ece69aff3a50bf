import type { Message } from '../../chat/message.ts';
import { card, heading, line, press, small } from '../elements.ts';
import type { Words } from '../words.ts';

/** What came home to an author since they last heard: one message for all of it. */

interface HighlightNews {
  readonly highlight: string;
  /** The beginning of what they shared. */
  readonly text: string;
  /** Who replied, never what: the words stand in the thread, where they can still be taken back. */
  readonly people: number;
}

export function highlightNewsCard(words: Words, news: readonly HighlightNews[]): Message {
  return {
    text: words('highlights.news.summary', { list: news.map((each) => said(words, each)).join(' · ') }),
    card: card([
      heading(words('highlights.news.heading')),
      ...news.flatMap((each) => [
        line(said(words, each)),
        {
          type: 'ActionSet',
          actions: [
            press({
              title: words('highlights.list.manage'),
              action: 'highlights.show',
              values: { highlight: each.highlight },
            }),
          ],
        },
      ]),
      small(words('highlights.news.where')),
      small(words('highlights.news.private')),
    ]),
  };
}

function said(words: Words, { people, text }: HighlightNews): string {
  return words('highlights.news.line', { count: people, text });
}
