import assert from 'node:assert/strict';
import fc from 'fast-check';
import { htmlToText } from '../../../src/bots/teams/html-text.ts';

const examples: readonly [html: string, text: string][] = [
  [
    '<p>We tried <b>letters</b> &amp; texts&nbsp;today.</p>\r\n<p>It worked<br>better</p>',
    'We tried letters & texts today.\n\nIt worked\nbetter',
  ],
  ['<at id="0">Rhys Evans</at> said <a href="https://example.org">this</a>', 'Rhys Evans said this'],
  ['<ul><li>one</li><li>two</li></ul>', 'one\n\ntwo'],
  ['a<attachment id="x">hidden</attachment>b<script>alert(1)</script>c<style>p{}</style>d', 'abcd'],
  ['<img alt="a cat" src="https://example.org/c.png"> sits', 'a cat sits'],
  ['&#128512; &#x1F600; &#0; &unknown; &lt;b&gt;', '😀 😀  &unknown; <b>'],
  ['&constructor;', '&constructor;'],
  ['2 < 3 and 4 > 3', '2 < 3 and 4 > 3'],
  ['<!-- not -->seen', 'seen'],
];

describe('HTML of Teams as plain words', () => {
  for (const [html, text] of examples) {
    it(JSON.stringify(html).slice(0, 60), () => assert.equal(htmlToText(html), text));
  }

  it('takes anything', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '#', ';', '/', 'p', 'a', ' ', '"', '!', '-') }),
        (html) => {
          assert.equal(typeof htmlToText(html), 'string');
        },
      ),
    );
  });
});
