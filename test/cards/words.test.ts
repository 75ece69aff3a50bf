import assert from 'node:assert/strict';
import { en } from '../../src/cards/words/en.ts';

/** The rules of plain wording, held for every string that the bot can say. */

type Catalogue = { readonly [key: string]: string | Catalogue };

function flatten(catalogue: Catalogue, path = ''): [string, string][] {
  return Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flatten(value, `${path}${key}.`),
  );
}

const strings = flatten(en);
const banned = /you haven't|don't forget|overdue|great job|complete your|let's dive|everyone else/i;

function complaints([key, text]: [string, string]): string[] {
  const sentences = text.replaceAll(/\{\{[^}]+\}\}/g, 'word').split(/(?<=[.?!:;])\s+/);
  return [
    ...sentences.filter((each) => each.split(/\s+/).length > 25).map((each) => `${key}: over 25 words: ${each}`),
    ...(/!/.test(text) ? [`${key}: an exclamation mark`] : []),
    ...(banned.test(text) ? [`${key}: ${text}`] : []),
    ...(text.trim() !== text || text === '' ? [`${key}: blank, or blanks at an end`] : []),
  ];
}

describe('every string', () => {
  it('is there at all', () => {
    assert.ok(strings.length > 80);
  });

  it('is plain: short sentences, no exclamation marks, nothing that shames', () => {
    assert.deepEqual(strings.flatMap(complaints), []);
  });

  it('fits where a form’s title or button stands', () => {
    const titles = [en.answer.title, en.answer.unasked, en.preview.title, en.update.replyTitle, en.mine.withdrawTitle];
    const more = [en.setup.title, en.settings.title, en.answer.preview, en.preview.post, en.setup.start, en.setup.save];
    for (const title of [...titles, ...more]) assert.ok(title.length <= 24, title);
  });
});
