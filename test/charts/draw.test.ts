import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { BarChart, Chart } from '../../src/charts/chart.ts';
import { drawChart } from '../../src/charts/draw.ts';
import { widthOf } from '../../src/charts/letters.ts';
import { toPng } from '../../src/charts/png.ts';
import { parseSvg, type SvgElement } from '../support/svg.ts';

function draw(chart: Chart): SvgElement {
  const svg = drawChart(chart);
  assert.ok(svg);
  return parseSvg(svg);
}

const numberOf = (element: SvgElement, name: string): number => Number(element.getAttribute(name));
const wordsOf = (svg: SvgElement): string[] => [...svg.querySelectorAll('text')].map((one) => one.textContent ?? '');
/** Filled areas, the paper and the squares of a legend left out. */
const barsOf = (svg: SvgElement): SvgElement[] =>
  [...svg.querySelectorAll('rect')].filter((rect) => !rect.hasAttribute('rx') && rect.closest('defs') === null);

const bars = (change: Partial<BarChart> = {}): BarChart => ({
  kind: 'bar',
  title: 'Answers',
  upright: true,
  stacked: false,
  categories: ['Mon', 'Tue', 'Wed'],
  series: [{ name: '', values: [10, 20, 5] }],
  ...change,
});

describe('pictures of charts', () => {
  it('begin at nought: a bar is as long as its figure, standing or lying', () => {
    const heights = barsOf(draw(bars())).map((bar) => numberOf(bar, 'height'));
    const widths = barsOf(draw(bars({ upright: false }))).map((bar) => numberOf(bar, 'width'));
    for (const [first = 0, second = 0, third = 0] of [heights, widths]) {
      assert.ok(
        Math.abs(second / first - 2) < 0.02 && Math.abs(first / third - 2) < 0.02,
        `${first} ${second} ${third}`,
      );
    }
  });

  it('show figures below nought on the other side of it', () => {
    const [up, down] = barsOf(draw(bars({ categories: ['a', 'b'], series: [{ name: '', values: [8, -8] }] })));
    assert.ok(up && down);
    assert.ok(Math.abs(numberOf(up, 'y') + numberOf(up, 'height') - numberOf(down, 'y')) < 0.02);
    assert.equal(numberOf(up, 'height'), numberOf(down, 'height'));
  });

  it('say every category, series, figure and axis in words', () => {
    const chart = bars({
      series: [
        { name: 'Before', values: [10, 20, 5] },
        { name: 'After', values: [12.5, undefined, 7] },
      ],
      xTitle: 'Day',
      yTitle: 'Answers a day',
    });
    const words = wordsOf(draw(chart));
    for (const wanted of [
      'Answers',
      'Mon',
      'Tue',
      'Wed',
      'Before',
      'After',
      '10',
      '20',
      '5',
      '12.5',
      '7',
      'Day',
      'Answers a day',
    ])
      assert.ok(words.includes(wanted), `${wanted} is not among ${words.join(', ')}`);
  });

  it('lay bars down where their labels are long', () => {
    const long = bars({
      categories: ['What did you try this week that surprised you?', 'Who helped you?', 'A shortcut'],
    });
    const [first, second] = barsOf(draw(long));
    assert.equal(numberOf(first as SvgElement, 'x'), numberOf(second as SvgElement, 'x'));
  });

  it('put the series of a stack end to end, with their sum', () => {
    const series = [
      { name: 'Done', values: [3] },
      { name: 'Open', values: [6] },
    ];
    const svg = draw(bars({ upright: false, stacked: true, categories: ['Plan'], series }));
    const [done, open] = barsOf(svg);
    assert.ok(done && open);
    assert.ok(Math.abs(numberOf(done, 'x') + numberOf(done, 'width') - numberOf(open, 'x')) < 1.5);
    assert.ok(wordsOf(svg).includes('9'));
  });

  it('tell series apart without colour: a pattern, a dash and a sign for each', () => {
    const series = Array.from({ length: 12 }, (_, at) => ({ name: `Series ${at}`, values: [at + 1] }));
    const patterns = [...draw(bars({ upright: false, series })).querySelectorAll('pattern path, pattern circle')];
    const fills = barsOf(draw(bars({ upright: false, series }))).map((bar) => bar.getAttribute('fill'));
    assert.ok(patterns.length >= 10);
    assert.equal(new Set(fills).size, 12);
    const lines = draw({
      kind: 'line',
      title: '',
      categories: ['a', 'b'],
      series: series.slice(0, 6).map((one) => ({ ...one, values: [1, 2] })),
    });
    const dashes = [...lines.querySelectorAll('path[fill=none]')].map((path) => path.getAttribute('stroke-dasharray'));
    assert.equal(new Set(dashes).size, 6);
  });

  it('show shares of a whole, and what they come to', () => {
    const shares = [
      { label: 'Yes', value: 30 },
      { label: 'No', value: 10 },
    ];
    const words = wordsOf(draw({ kind: 'pie', title: 'Votes', hollow: true, shares }));
    for (const wanted of ['Votes', 'Yes', 'No', '30', '10', '75%', '25%', '40'])
      assert.ok(words.includes(wanted), wanted);
  });

  it('join the smallest parts of a circle, so that it stays readable', () => {
    const shares = Array.from({ length: 30 }, (_, at) => ({ label: `Part ${at}`, value: 1 }));
    assert.ok(wordsOf(draw({ kind: 'pie', title: '', hollow: false, shares })).includes('21 others'));
  });

  it('put dates as far apart as they are, whatever their order', () => {
    const categories = ['2026-09-09', '2026-09-01', '2026-09-02'];
    const svg = draw({ kind: 'line', title: '', categories, series: [{ name: '', values: [3, 1, 2] }] });
    const path = svg.querySelector('path[fill=none]')?.getAttribute('d') ?? '';
    const [first = 0, second = 0, third = 0] = [...path.matchAll(/[ML]([\d.]+)/g)].map(([, x]) => Number(x));
    assert.ok(Math.abs((third - first) / (second - first) - 8) < 0.05, path);
  });

  it('lead a line from figure to figure, past places where it has none', () => {
    const series = [{ name: '', values: [1, undefined, 3] }];
    const svg = draw({ kind: 'line', title: '', categories: ['a', 'b', 'c'], series });
    assert.match(svg.querySelector('path[fill=none]')?.getAttribute('d') ?? '', /^M[\d.]+ [\d.]+L[\d.]+ [\d.]+$/);
    assert.equal([...svg.querySelectorAll('circle')].length, 2);
  });

  it('have a hand at the gauge’s figure, within its ends', () => {
    const turned = (value: number) =>
      draw({ kind: 'gauge', title: '', value, min: 0, max: 10, parts: [] })
        .querySelector('[transform^=rotate]')
        ?.getAttribute('transform');
    assert.deepEqual(
      [turned(0), turned(5), turned(10), turned(99)],
      ['rotate(-90)', 'rotate(0)', 'rotate(90)', 'rotate(90)'],
    );
  });

  it('are none where nothing can be drawn, or not in letters that the font has', () => {
    const none: Chart[] = [
      bars({ categories: [], series: [] }),
      bars({ series: [{ name: '', values: [undefined, undefined, undefined] }] }),
      { kind: 'pie', title: '', hollow: false, shares: [{ label: 'a', value: 0 }] },
      bars({ title: 'カバー率' }),
      bars({ categories: ['يوم', 'b', 'c'] }),
    ];
    for (const chart of none) assert.equal(drawChart(chart), undefined);
    assert.ok(wordsOf(draw(bars({ title: 'Łódź Ωμέγα Київ 🎉 ©' }))).includes('Łódź Ωμέγα Київ ©'));
  });

  it('mean what people wrote, whatever it is', () => {
    const svg = draw(bars({ title: '<script>"&\'</script>', categories: ['<b>', '&amp;', ']]>'] }));
    assert.ok(wordsOf(svg).includes('<script>"&\'</script>'));
    assert.equal(svg.querySelector('script'), null);
  });

  describe('of any figures', () => {
    const words = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.lorem(), fc.constant(''));
    const figure = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.integer({ min: -50, max: 500 }),
      fc.constantFrom(0, 1e-12, -1e-9, 1e300),
    );
    const share = fc.record({ label: words, value: figure });
    const series = (size: number) =>
      fc.array(
        fc.record({
          name: words,
          values: fc.array(fc.option(figure, { nil: undefined }), { minLength: size, maxLength: size }),
        }),
        { maxLength: 14 },
      );
    const chart: fc.Arbitrary<Chart> = fc.oneof(
      fc.record({
        kind: fc.constant('pie' as const),
        title: words,
        hollow: fc.boolean(),
        shares: fc.array(share, { maxLength: 40 }),
      }),
      fc.record({
        kind: fc.constant('gauge' as const),
        title: words,
        value: figure,
        min: figure,
        max: figure,
        note: words,
        parts: fc.array(share, { maxLength: 8 }),
      }),
      fc.integer({ min: 0, max: 40 }).chain((size) => {
        const shared = {
          title: words,
          categories: fc.array(words, { minLength: size, maxLength: size }),
          series: series(size),
          xTitle: words,
          yTitle: words,
        };
        return fc.oneof<fc.Arbitrary<Chart>[]>(
          fc.record({ kind: fc.constant('bar' as const), upright: fc.boolean(), stacked: fc.boolean(), ...shared }),
          fc.record({ kind: fc.constant('line' as const), ...shared }),
        );
      }),
    );

    it('are well-formed, without a figure that is none, and inside their paper', () => {
      fc.assert(
        fc.property(chart, (one) => {
          const drawn = drawChart(one);
          if (drawn === undefined) return;
          assert.doesNotMatch(drawn, /NaN|Infinity|undefined|e[+-]\d/);
          const svg = parseSvg(drawn);
          const height = numberOf(svg, 'height');
          assert.ok(height > 30 && height < 3000, String(height));
          for (const text of svg.querySelectorAll('text')) assertInside(text, height);
          assert.equal(drawChart(one), drawn);
        }),
        { numRuns: Number(process.env.FC_RUNS ?? 400) },
      );
    });

    /** Those in a moved group have places of their own. */
    function assertInside(text: SvgElement, height: number): void {
      if (text.parentElement?.hasAttribute('transform')) return;
      const width = widthOf(text.textContent ?? '', { size: numberOf(text, 'font-size') });
      const anchor = text.getAttribute('text-anchor');
      const left = numberOf(text, 'x') - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0);
      assert.ok(left > -20 && left + width < 500, `${text.textContent} from ${left} to ${left + width}`);
      assert.ok(
        numberOf(text, 'y') > 0 && numberOf(text, 'y') < height,
        `${text.textContent} at ${numberOf(text, 'y')}`,
      );
    }
  });

  it('become the same PNG each time, two and a half times as large', async () => {
    const svg = drawChart(bars()) ?? '';
    const png = await toPng(svg);
    assert.equal(png.subarray(1, 4).toString(), 'PNG');
    assert.equal(png.readUInt32BE(16), 1200);
    assert.equal(png.readUInt32BE(20), Math.ceil(numberOf(parseSvg(svg), 'height') * 2.5));
    assert.ok(png.equals(await toPng(svg)));
    const withoutWords = await toPng(svg.replace(/<text.*?<\/text>/g, ''));
    assert.ok(withoutWords.length < png.length * 0.7, 'the letters are drawn');
  });
});
