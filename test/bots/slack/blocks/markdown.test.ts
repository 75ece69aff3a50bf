import assert from 'node:assert/strict';
import { readMarkdown } from '../../../../src/bots/slack/blocks/markdown.ts';
import { textInline } from '../../../../src/bots/slack/blocks/rich.ts';

const lost: string[] = [];
const read = (text: string) =>
  readMarkdown(text, { inlines: (letters) => [textInline(letters)], lost: (address) => lost.push(address) });
const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const text = (letters: string, style?: object) => ({ type: 'text', text: letters, ...(style ? { style } : {}) });

describe('markdown', () => {
  it('reads emphasis, code and links', () => {
    assert.deepEqual(read('a **b _c_** `d` [e](https://example.com)'), [
      section(
        text('a '),
        text('b ', { bold: true }),
        text('c', { bold: true, italic: true }),
        text(' '),
        text('d', { code: true }),
        text(' '),
        { type: 'link', url: 'https://example.com/', text: 'e' },
      ),
    ]);
  });

  it('keeps what is no markdown on Teams: headings, rules, quotes, HTML', () => {
    for (const letters of ['# One', '---', '> quoted', '<b>x</b>', '[x]: https://example.com', 'a\n===']) {
      assert.deepEqual(read(letters), [section(text(letters))]);
    }
  });

  it('nests lists', () => {
    assert.deepEqual(read('- a\n  1. b\n- c'), [
      { type: 'rich_text_list', style: 'bullet', elements: [section(text('a'))] },
      { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [section(text('b'))] },
      { type: 'rich_text_list', style: 'bullet', elements: [section(text('c'))] },
    ]);
  });

  it('keeps numbers that Slack would count anew', () => {
    assert.deepEqual(read('2026. A good year'), [section(text('2026. A good year\n'))]);
  });

  it('sets paragraphs apart, and ends a line before a list', () => {
    assert.deepEqual(read('one\n\ntwo\n- three'), [
      section(text('one\n\ntwo\n')),
      { type: 'rich_text_list', style: 'bullet', elements: [section(text('three'))] },
    ]);
  });

  it('lists the addresses it cannot link to', () => {
    lost.length = 0;
    assert.deepEqual(read('[a](/b) ![c](data:image/png;base64,A)'), [section(text('a c'))]);
    assert.deepEqual(lost, ['/b', 'data:image/png;base64,A']);
  });
});
