import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import {
  checkInputs,
  complaintBlockId,
  type InputMap,
  readInputs,
  renderCard,
  type SlackBlock,
  type SlackValues,
} from '../../../../src/bots/slack/render-card.ts';

type Json = Record<string, unknown>;

const require = createRequire(import.meta.url);
const { JSDOM } = require('jsdom') as { JSDOM: new (html: string) => { window: object } };

/** The one answer a control gives when nobody touches it, as Slack would send it. */
function untouched(blocks: readonly SlackBlock[]): SlackValues {
  const values: Record<string, Record<string, Json>> = {};
  for (const block of blocks) {
    if (block.type !== 'input') continue;
    const element = block.element as unknown as Json;
    values[String(block.block_id)] = {
      [String(element.action_id)]: {
        type: element.type,
        value: element.initial_value ?? null,
        selected_date: element.initial_date ?? null,
        selected_time: element.initial_time ?? null,
        selected_option: element.initial_option ?? null,
        selected_options: element.initial_options ?? [],
      },
    };
  }
  return values;
}

interface TeamsInput {
  readonly id: string;
  readonly value: unknown;
  isSet(): boolean;
}

/** What the `adaptivecards` package, which Teams is built on, would send for the same card. */
function teamsWouldSend(card: Json): Json {
  const { AdaptiveCard } = require('adaptivecards/dist/adaptivecards.js') as {
    AdaptiveCard: new () => { parse(json: Json): void; render(): unknown; getAllInputs(): TeamsInput[] };
  };
  const parsed = new AdaptiveCard();
  parsed.parse(card);
  parsed.render();
  const sent: Json = {};
  for (const input of parsed.getAllInputs()) {
    if (input.id && input.isSet()) sent[input.id] = String(input.value);
  }
  return sent;
}

/** An input, what somebody puts in, and how Slack tells of it (`at`: the options that were picked). */
type Filled = [input: Json, value: unknown, state: Json];

function stateOf(blocks: readonly SlackBlock[], index: number, { at, ...state }: Json): Json {
  if (!Array.isArray(at)) return state;
  const block = blocks.find((one) => one.block_id === `i${index}`) as unknown as {
    element: { options: Json[]; type: string };
  };
  const picked = at.map((option: number) => block.element.options[option]);
  const isMany = block.element.type === 'checkboxes' || block.element.type === 'multi_static_select';
  return isMany ? { selected_options: picked } : { selected_option: picked[0] };
}

const cardOf = (...body: Json[]): Json => ({ type: 'AdaptiveCard', version: '1.5', body });
const mapOf = (...body: Json[]): InputMap => renderCard(cardOf(...body), { surface: 'modal' }).inputs;

describe('answers', () => {
  describe('compared with the adaptivecards package', () => {
    const saved = new Map<string, unknown>();
    const globals = ['window', 'document', 'HTMLElement', 'Node'] as const;

    before(() => {
      const { window } = new JSDOM('');
      for (const name of globals) {
        saved.set(name, Reflect.get(globalThis, name));
        Reflect.set(globalThis, name, name === 'window' ? window : Reflect.get(window, name));
      }
    });

    after(() => {
      for (const name of globals) Reflect.set(globalThis, name, saved.get(name));
    });

    it('a form that nobody touches sends the same', () => {
      const text = fc.constantFrom('a', 'b c', 'x,y', 'true', 'yes', '0');
      const choices = fc
        .uniqueArray(text, { minLength: 1, maxLength: 5 })
        .map((all) => all.map((value) => ({ title: `T ${value}`, value })));
      const input = fc.oneof(
        fc.record({ type: fc.constant('Input.Text'), value: text }, { requiredKeys: ['type'] }),
        fc.record(
          { type: fc.constant('Input.Number'), value: fc.integer({ min: -9, max: 9 }) },
          { requiredKeys: ['type'] },
        ),
        fc.record({ type: fc.constant('Input.Date'), value: fc.constant('2026-02-28') }, { requiredKeys: ['type'] }),
        fc.record({ type: fc.constant('Input.Time'), value: fc.constant('09:30') }, { requiredKeys: ['type'] }),
        fc.record(
          { type: fc.constant('Input.Toggle'), title: fc.constant('T'), value: text, valueOn: text, valueOff: text },
          { requiredKeys: ['type', 'title'] },
        ),
        fc.record(
          {
            type: fc.constant('Input.ChoiceSet'),
            choices,
            value: text,
            isMultiSelect: fc.boolean(),
            style: fc.constantFrom('expanded', 'compact'),
          },
          { requiredKeys: ['type', 'choices'] },
        ),
      );
      const form = fc
        .array(input, { maxLength: 6 })
        .map((all) => cardOf(...all.map((one, at) => ({ ...one, id: `i${at}`, label: 'L' }))));
      fc.assert(
        fc.property(form, (card) => {
          const { blocks, inputs } = renderCard(card, { surface: 'modal' });
          assert.deepEqual(readInputs(untouched(blocks), inputs), teamsWouldSend(card));
        }),
        { numRuns: 300 },
      );
    });

    it('a form that somebody fills in sends the same', () => {
      const words = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((text) => text.trim() !== '');
      const value = fc.constantFrom('a', 'b c', 'y'.repeat(100), 'é', '0', 'true');
      const choices = fc
        .uniqueArray(value, { minLength: 1, maxLength: 6 })
        .map((all) => all.map((one) => ({ title: `T ${one}`, value: one })));
      const filled = fc.oneof(
        words.map((text): Filled => [{ type: 'Input.Text' }, text, { value: text }]),
        fc
          .double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 })
          .map((number): Filled => [{ type: 'Input.Number' }, number, { value: `0${Math.abs(number)}` }])
          .filter(([, number, { value: digits }]) => Number(number) >= 0 && !/e/.test(String(digits))),
        fc.constant<Filled>([{ type: 'Input.Date' }, '2026-02-28', { selected_date: '2026-02-28' }]),
        fc.constant<Filled>([{ type: 'Input.Time' }, '09:30', { selected_time: '09:30' }]),
        fc
          .tuple(value, value, fc.boolean())
          .filter(([on, off]) => on !== off)
          .map(
            ([valueOn, valueOff, ticked]): Filled => [
              { type: 'Input.Toggle', title: 'T', valueOn, valueOff },
              ticked ? valueOn : valueOff,
              { selected_options: ticked ? [{ value: 'on' }] : [] },
            ],
          ),
        fc.tuple(choices, fc.nat(), fc.constantFrom('expanded', 'compact')).map(([all, at, style]): Filled => {
          const chosen = at % all.length;
          return [{ type: 'Input.ChoiceSet', choices: all, style }, all[chosen]?.value, { at: [chosen] }];
        }),
        fc
          .tuple(
            choices,
            fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }),
            fc.constantFrom('expanded', 'compact'),
          )
          .filter(([all, picks]) => all.some((_, at) => picks[at]))
          .map(([all, picks, style]): Filled => {
            const at = all.flatMap((_, index) => (picks[index] ? [index] : []));
            const values = at.map((index) => all[index]?.value).join(',');
            return [{ type: 'Input.ChoiceSet', isMultiSelect: true, choices: all, style }, values, { at }];
          }),
      );
      fc.assert(
        fc.property(fc.array(filled, { maxLength: 6 }), (all) => {
          const named = all.map(([input], at) => ({ ...input, id: `i${at}`, label: 'L' }));
          const { blocks, inputs } = renderCard(cardOf(...named), { surface: 'modal' });
          const values = Object.fromEntries(
            all.map(([, , state], at) => [`i${at}`, { [`i${at}`]: stateOf(blocks, at, state) }]),
          );
          const answered = cardOf(...named.map((input, at) => ({ ...input, value: all[at]?.[1] })));
          assert.deepEqual(readInputs(values, inputs), teamsWouldSend(answered));
        }),
        { numRuns: 500 },
      );
    });
  });

  it('gives odd ids keys of ours, and their names back', () => {
    const ids = ['__proto__', 'x'.repeat(300), 'a b', 'é', 'constructor', 'same', 'same'];
    const map = mapOf(...ids.map((id) => ({ type: 'Input.Text', id, label: 'L' })));
    assert.equal(new Set(map.map((entry) => entry.block)).size, ids.length);
    assert.ok(map.every((entry) => entry.block.length <= 255));
    const values = Object.fromEntries(map.map((entry, at) => [entry.block, { [entry.action]: { value: `v${at}` } }]));
    const answers = readInputs(values, map);
    assert.deepEqual(
      new Map(Object.entries(answers)),
      new Map([
        ['__proto__', 'v0'],
        ['a b', 'v2'],
        ['constructor', 'v4'],
        ['same', 'v6'],
        ['x'.repeat(300), 'v1'],
        ['é', 'v3'],
      ]),
    );
    assert.equal(({} as Json).v0, undefined);
  });

  it('turns options back into the values of the card, in its order', () => {
    const [entry] = mapOf({
      type: 'Input.ChoiceSet',
      id: 'c',
      isMultiSelect: true,
      choices: [
        { title: 'Long', value: 'y'.repeat(100) },
        { title: 'Empty', value: '' },
        { title: 'A', value: 'a' },
        { title: 'A again', value: 'a' },
      ],
    });
    assert.ok(entry);
    const keys = entry.options?.map(([key]) => key) ?? [];
    assert.equal(new Set(keys).size, 4);
    const chosen = [keys[2], keys[0]].map((value) => ({ value }));
    assert.deepEqual(readInputs({ c: { c: { selected_options: chosen } } }, [entry]), { c: `${'y'.repeat(100)},a` });
  });

  it('sends numbers as Teams does, and what hidden inputs hold', () => {
    const map = mapOf(
      { type: 'Input.Number', id: 'n' },
      { type: 'Input.Text', id: 'token', isVisible: false, value: 't' },
    );
    assert.deepEqual(readInputs({ n: { n: { value: '05.50' } } }, map), { n: '5.5', token: 't' });
  });

  it("checks the card's own rules, and says where the complaint belongs", () => {
    const map = mapOf(
      { type: 'Input.Text', id: 'name', regex: '^[A-Z]', isRequired: true, errorMessage: 'A capital first' },
      { type: 'Input.Date', id: 'day', max: '2026-12-31' },
      { type: 'Input.Number', id: 'n', min: 3 },
    );
    assert.deepEqual(checkInputs({ name: 'Ada', day: '2026-12-31', n: '10' }, map), []);
    const complaints = checkInputs({ name: 'ada', day: '2027-01-01', n: '2' }, map);
    assert.deepEqual(
      complaints.map(({ inputId }) => inputId),
      ['name', 'day', 'n'],
    );
    assert.equal(complaints[0]?.message, 'A capital first');
    assert.equal(complaintBlockId(map, 'name'), 'name');
    assert.equal(complaintBlockId(map, 'nobody'), undefined);
  });
});
