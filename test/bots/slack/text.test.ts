import assert from 'node:assert/strict';
import { check, property, string } from 'fast-check';
import { readText } from '../../../src/bots/slack/read-text.ts';
import { escapeText, renderText } from '../../../src/bots/slack/render-text.ts';

describe('slack text out', () => {
  for (const text of [
    '<!channel>',
    '<@U1>',
    '<#C1|general>',
    '<https://evil.example|intranet>',
    '&lt;!here&gt;',
    'a < b && c > d',
  ]) {
    it(`leaves nothing alive in ${text}`, () => {
      const sent = renderText(text);
      assert.doesNotMatch(sent, /[<>]/);
      assert.equal(readText(sent), text);
    });
  }

  it('never lets a control sequence through, and comes back as it was', () => {
    const outcome = check(
      property(string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const sent = escapeText(text);
        return !/[<>]/.test(sent) && readText(sent) === text;
      }),
    );
    assert.ok(!outcome.failed, JSON.stringify(outcome.counterexample));
  });

  it('cuts between characters', () => {
    const sent = renderText('👩‍👩‍👧'.repeat(2000));
    assert.ok(sent.length <= 4000);
    assert.match(sent, /👩‍👩‍👧…$/u);
  });

  it('drops what Slack would refuse', () => {
    assert.equal(renderText('a\u0000b\ud800'), 'ab\ufffd');
  });
});

describe('slack text in', () => {
  const cases: readonly [string, string][] = [
    ['plain words', 'plain words'],
    ['<@U1|Maya> and <@U2>', '@Maya and @U2'],
    ['<#C1|general> <#C2>', '#general #C2'],
    ['<!here> <!channel|channel> <!everyone>', '@here @channel @everyone'],
    ['<!subteam^S1|@editors>', '@editors'],
    ['<!date^1392734382^{date}|18 February>', '18 February'],
    ['<https://example.org/a?b=1&amp;c=2>', 'https://example.org/a?b=1&c=2'],
    ['<http://example.org|example.org>', 'http://example.org'],
    ['<https://example.org/x|the plan>', 'the plan (https://example.org/x)'],
    ['<mailto:a@example.org|a@example.org>', 'a@example.org'],
    ['a &lt; b &amp;&amp; c &gt; d', 'a < b && c > d'],
    ['&amp;lt;!channel&amp;gt;', '&lt;!channel&gt;'],
    ['two\nlines', 'two\nlines'],
    ['1 < 2 and <b> bold', '1 < 2 and <b> bold'],
  ];
  for (const [text, words] of cases) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.equal(readText(text), words);
    });
  }

  it("takes the bot's own mention out", () => {
    assert.equal(readText('<@UBOT> help me', 'UBOT'), 'help me');
    assert.equal(readText('<@UBOT|Outloud>: help me', 'UBOT'), 'help me');
    assert.equal(readText('hey <@UBOT> help <@U2|Sam>', 'UBOT'), 'hey help @Sam');
  });
});
