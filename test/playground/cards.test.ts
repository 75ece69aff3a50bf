import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { renderCard } from '../../src/bots/slack/render-card.ts';
import { createCardDesk } from '../../src/card-desk.ts';
import type { CardAnswer, CardHeard, CardRefusal, CardSample } from '../../src/playground/cards.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { testStorage } from '../support/database.ts';
import { openWorld, type World } from './world.ts';

type Json = Record<string, unknown>;

/** Either, as it came. */
type Answered = Omit<CardAnswer, 'ok'> & Omit<CardRefusal, 'ok'> & { readonly ok: boolean };

const cardOf = (body: unknown, more: Json = {}): Json => ({ type: 'AdaptiveCard', version: '1.5', body, ...more });
const typesOf = (blocks: readonly object[]) => blocks.map((block) => (block as Json).type);
const text = (words: string, more: Json = {}): Json => ({ type: 'TextBlock', text: words, ...more });
const written = (card: unknown): string => JSON.stringify(card, null, 2);

const form = cardOf(
  [
    { type: 'Input.Text', id: 'name', label: 'Name', isRequired: true, errorMessage: 'A name, please.' },
    {
      type: 'Input.ChoiceSet',
      id: 'team',
      label: 'Team',
      value: 'b',
      choices: [
        { title: 'A', value: 'a' },
        { title: 'B', value: 'b' },
      ],
    },
    { type: 'Input.Toggle', id: 'news', title: 'Newsletter', valueOn: 'yes', valueOff: 'no' },
  ],
  {
    actions: [
      { type: 'Action.Execute', title: 'Send', verb: 'people.add', data: { list: '7' } },
      { type: 'Action.Execute', title: 'Skip', verb: 'people.skip', associatedInputs: 'none' },
    ],
  },
);

describe('the page of cards', () => {
  let storage: Storage;
  let world: World;

  before(async () => {
    storage = await testStorage();
    world = await openWorld(storage.db, { cards: createCardDesk() });
  });
  after(async () => {
    await world.close();
    await storage.stop();
  });

  async function ask(source: string, more: Json = {}): Promise<Answered> {
    const body = { source, surface: 'message', charts: true, ...more };
    return (await world.post('/playground/cards/translate', body)).json() as Promise<Answered>;
  }

  describe('asked over HTTP', () => {
    it('answers with the product’s own translation', async () => {
      for (const surface of ['message', 'modal', 'home'] as const) {
        const { text: summary, blocks, lost } = await ask(written(form), { surface });
        const own = renderCard(form, { surface });
        assert.deepEqual([summary, typesOf(blocks), lost.length], [own.text, typesOf(own.blocks), own.lost.length]);
      }
    });

    it('says where in the text each loss stands', async () => {
      const source = written(
        cardOf([text('Red', { color: 'Attention' }), { type: 'Image', url: '/a.png', altText: 'x' }]),
      );
      const { lost } = await ask(source);
      assert.deepEqual(
        lost.map(({ at = [0, 0] }) => source.slice(...at)),
        ['"color": "Attention"', '"url": "/a.png"'],
      );
    });

    it('draws the pictures that a workspace without charts would get', async () => {
      const pie = cardOf([{ type: 'Chart.Pie', title: 'Votes', data: [{ legend: 'Yes', value: 3 }] }]);
      assert.deepEqual((await ask(written(pie))).pictures, {});
      const { pictures, blocks } = await ask(written(pie), { charts: false });
      const [id, address] = Object.entries(pictures)[0] ?? [];
      assert.match(String(address), /^data:image\/png;base64,iVBOR/);
      assert.deepEqual((blocks[0] as Json).slack_file, { id });
    });

    const refused: [string, string, RegExp, string?][] = [
      ['nothing', '  \n', /^Paste an Adaptive Card/],
      ['no JSON', 'hello', /^This is not JSON yet. In line 1, column 1, /, 'h'],
      ['a comma too many', '{\n "type": "AdaptiveCard",\n "body": [],,\n}', /line 3, column 13/, ','],
      ['a torn card', '{"type":"AdaptiveCard","body":[', /column 32, a closing bracket \] is missing/],
      ['another type', '{"type":"HeroCard"}', /at \/type: not "AdaptiveCard"\.$/, '"type":"HeroCard"'],
      ['no list', '{"type":"AdaptiveCard","body":"text"}', /at \/body: not a list/, '"body":"text"'],
      ['a list', '[]', /Adaptive Card: not a JSON object/],
      ['a comment', '{"type":"AdaptiveCard" // x\n}', /not JSON yet/],
    ];
    for (const [what, source, words, place] of refused)
      it(`says what is wrong with ${what}, and where`, async () => {
        const answer = await ask(source);
        assert.equal(answer.ok, false);
        assert.match(answer.tell, words);
        assert.doesNotMatch(answer.tell, /\n|undefined/);
        if (place !== undefined) assert.ok(source.slice(...(answer.at ?? [0, 0])).startsWith(place.slice(0, 1)));
        if (place && place.length > 1) assert.equal(source.slice(...(answer.at ?? [0, 0])), place);
      });

    it('takes a card of the largest size, and none beyond it', async () => {
      const large = written(cardOf(Array.from({ length: 900 }, (_, at) => text(`"${at}" ${'ä&<>'.repeat(30)}`))));
      assert.ok(large.length > 150_000 && large.length < 200_000, String(large.length));
      const answer = await ask(large);
      assert.equal(answer.ok, true);
      assert.ok(answer.blocks.length <= 50);
      for (const source of ['x'.repeat(200_001), 'x'.repeat(4_000_000)]) {
        const response = await world.post('/playground/cards/translate', { source, surface: 'message', charts: true });
        assert.equal(response.status, 413);
        assert.match(((await response.json()) as { tell: string }).tell, /at most 200,000 characters/);
      }
    });

    it('refuses other sites and what it does not understand', async () => {
      const body = { source: written(form), surface: 'message', charts: true };
      const foreign = await world.post('/playground/cards/translate', body, { origin: 'https://evil.example' });
      assert.equal(foreign.status, 403);
      for (const odd of [{}, { ...body, surface: 'wall' }, { ...body, source: 7 }, 'no json'])
        assert.equal((await world.post('/playground/cards/translate', odd)).status, 413);
      for (const odd of [{}, { platform: 'irc' }, { platform: 'slack', source: '{', surface: 'message', state: {} }])
        assert.equal((await world.post('/playground/cards/press', odd)).status, 400);
    });

    it('has every card of the product among its samples', async () => {
      const list = (await (await fetch(`${world.origin}/playground/cards/samples`)).json()) as CardSample[];
      for (const name of ['promptCard', 'answerForm', 'homeCard 1', 'setupForm 2'])
        assert.ok(list.some((one) => one.name === name));
      for (const { name, card, surface } of list) {
        const { ok, tell } = await ask(written(card), { surface });
        assert.equal(ok, true, `${name}: ${tell}`);
      }
    });

    describe('what a press would send', () => {
      const press = async (body: Json): Promise<CardHeard> => {
        const answer = (await (await world.post('/playground/cards/press', body)).json()) as { heard: CardHeard };
        return answer.heard;
      };
      const state = (name: string | null): Json => ({
        name: { name: { type: 'plain_text_input', value: name } },
        team: { team: { type: 'static_select', selected_option: { value: 'a' } } },
        news: { news: { type: 'checkboxes', selected_options: [{ value: 'on' }] } },
      });
      const slack = (action: Json | undefined, name: string | null, surface = 'message') =>
        press({ platform: 'slack', source: written(form), surface, action, state: state(name) });

      it('is the same from both sides', async () => {
        const fromSlack = await slack({ action_id: 'people.add', block_id: 'x' }, 'Ada');
        const [send] = form.actions as Json[];
        const fromTeams = await press({
          platform: 'teams',
          action: send,
          inputs: { name: 'Ada', team: 'a', news: 'yes' },
        });
        assert.deepEqual([fromSlack.kind, fromSlack.name], ['action', 'people.add']);
        assert.deepEqual([fromTeams.kind, fromTeams.name], ['action', 'people.add']);
        // Teams mixes what the button carries with what stood in the fields.
        assert.deepEqual({ ...fromSlack.values, ...fromSlack.inputs }, fromTeams.values);
      });

      it('is nothing while a rule is broken, and no field where the button wants none', async () => {
        assert.deepEqual((await slack({ action_id: 'people.add', block_id: 'x' }, null)).objections, ['Name']);
        const skipped = await slack({ action_id: 'people.skip', block_id: 'x' }, null);
        assert.deepEqual([skipped.objections, skipped.values, skipped.inputs], [[], {}, {}]);
      });

      it('is a form where a modal is sent as a whole', async () => {
        const sent = await slack(undefined, 'Ada', 'modal');
        assert.deepEqual([sent.kind, sent.inputs], ['form', { name: 'Ada', team: 'a', news: 'yes' }]);
      });
    });
  });

  describe('in a browser', function () {
    this.timeout(60_000);
    let browser: Browser | undefined;
    let page: Page;
    let complaints: string[];

    before(async function () {
      browser = await chromiumOrSkip(this);
    });
    after(() => browser?.close());
    beforeEach(async () => {
      assert.ok(browser);
      page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      complaints = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`${world.origin}/playground/cards`);
      await page.locator('.side.slack .blocks').waitFor();
    });
    afterEach(async () => {
      await page.close();
      assert.deepEqual(complaints, []);
    });

    const side = (name: 'teams' | 'slack'): Locator => page.locator(`.side.${name}`);
    const source = (): Locator => page.getByLabel('Adaptive Card (JSON)');
    const shows = (name: 'teams' | 'slack', words: string) =>
      side(name).getByText(words, { exact: true }).first().waitFor();

    it('shows what is typed on both sides, at once', async () => {
      await source().fill(written(cardOf([text('Typed **just now**')])));
      for (const name of ['teams', 'slack'] as const) {
        await shows(name, 'just now');
        assert.equal(await side(name).locator('strong, b').filter({ hasText: 'just now' }).count(), 1);
      }
      await page.getByText('Nothing was lost.').waitFor();
      assert.match(await page.locator('.status-bar').innerText(), /1 block, everything kept/);
      assert.match(await page.getByLabel('In notifications and for screen readers').innerText(), /Typed just now/);
    });

    it('never lets an older answer overtake a newer one', async () => {
      await page.route('**/translate', async (route) => {
        const isFirst = route.request().postData()?.includes('the first') === true;
        const response = await route.fetch();
        if (isFirst) await new Promise((resolve) => setTimeout(resolve, 700));
        await route.fulfill({ response }).catch(() => undefined);
      });
      const asked = page.waitForRequest('**/translate');
      await source().fill(written(cardOf([text('the first')])));
      await asked;
      await source().fill(written(cardOf([text('the second')])));
      await shows('slack', 'the second');
      await page.waitForTimeout(900);
      assert.equal(await side('slack').getByText('the first').count(), 0);
    });

    it('says in words what is wrong, and leads to it', async () => {
      const broken = `{\n  "type": "AdaptiveCard",\n  "body": [\n    { "type": "TextBlock" "text": "Hi" }\n  ]\n}`;
      await source().fill(broken);
      const problem = page.getByRole('alert');
      await problem.getByText('line 4, column 27, a comma is missing').waitFor();
      assert.equal(await source().getAttribute('aria-invalid'), 'true');
      await problem.getByRole('button', { name: 'Show the place' }).press('Enter');
      const selected = await page.evaluate(
        `(() => { const area = document.activeElement; return area.value.slice(area.selectionStart, area.selectionEnd); })()`,
      );
      assert.equal(selected, '"text"');
      await source().fill(written(cardOf([text('Mended')])));
      await shows('slack', 'Mended');
      assert.equal(await problem.innerText(), '');
    });

    it('marks the place of a loss in the text and in the card, with the keyboard', async () => {
      await source().fill(written(cardOf([text('One'), text('Two', { color: 'Good' }), text('Three')])));
      const loss = page.getByRole('button', { name: '/body/1/color' });
      await loss.press('Enter');
      assert.equal(await loss.getAttribute('aria-pressed'), 'true');
      await page.locator('.band').waitFor();
      assert.equal(await side('teams').locator('.marked').innerText(), 'Two');
      await loss.press('Enter');
      for (const mark of ['.band', '.marked']) await page.locator(mark).waitFor({ state: 'detached' });
    });

    it('takes a sample, a file and a link', async () => {
      await page.getByLabel('Sample').selectOption({ label: 'promptCard' });
      await shows('slack', 'One small question');
      assert.equal(await side('slack').getByRole('button', { name: 'Skip' }).count(), 1);
      const folder = await mkdtemp(join(tmpdir(), 'outloud-card-'));
      try {
        await writeFile(join(folder, 'mine.json'), written(cardOf([text('From a file')])));
        await page.getByLabel('Open a file').setInputFiles(join(folder, 'mine.json'));
        await shows('teams', 'From a file');
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      await page.getByLabel('Modal').check();
      await page.getByRole('button', { name: 'Copy a link' }).click();
      await page.getByText('the card itself').waitFor();
      const address = page.url();
      assert.match(address, /#card=[\w-]+$/);
      assert.ok(browser);
      const other = await browser.newPage();
      await other.goto(address);
      await other.locator('.side.slack').getByText('From a file').waitFor();
      assert.equal(await other.getByLabel('Modal').isChecked(), true);
      await other.close();
    });

    it('takes a file that is dropped on it', async () => {
      const transfer = await page.evaluateHandle(
        (words) => {
          // biome-ignore lint/suspicious/noExplicitAny: this runs in the page.
          const scope = globalThis as any;
          const data = new scope.DataTransfer();
          data.items.add(new File([words], 'card.json', { type: 'application/json' }));
          return data;
        },
        written(cardOf([text('Dropped here')])),
      );
      await page.dispatchEvent('.editor', 'drop', { dataTransfer: transfer });
      await shows('slack', 'Dropped here');
    });

    it('is no worse for a link that holds no card', async () => {
      for (const hash of ['#card=AAAA', '#card=', '#card=!!', '#elsewhere']) {
        await page.goto(`${world.origin}/playground/cards${hash}`);
        await page.reload();
        await page.locator('.side.slack .blocks').waitFor();
      }
    });

    it('shows the picture of a chart, as a workspace without charts gets it', async () => {
      await source().fill(
        written(cardOf([{ type: 'Chart.VerticalBar', title: 'Answers', data: [{ x: 'Mon', y: 3 }] }])),
      );
      await side('slack').locator('svg.plot').waitFor();
      await side('teams').locator('svg.plot').waitFor();
      await page.getByLabel('whose workspace has no charts yet').check();
      const picture = side('slack').getByRole('img', { name: 'Chart: Answers. Its figures follow.' });
      await picture.waitFor();
      await page.waitForFunction(`document.querySelector('.side.slack img')?.naturalWidth === 1200`);
    });

    it('tells what would be sent, and asks again as each side does', async () => {
      await source().fill(written(form));
      await side('slack').getByRole('button', { name: 'Send' }).click();
      await page.getByText('the answer to Name breaks a rule').waitFor();
      await side('slack').getByLabel('Name').fill('Ada');
      await side('slack').getByRole('button', { name: 'Send' }).click();
      await side('teams').getByLabel('Name').fill('Ada');
      await side('teams').getByRole('button', { name: 'Send' }).click();
      const heard = page.getByLabel('What would be sent');
      await heard.getByRole('heading', { name: 'From Teams' }).waitFor();
      const [teams = '', slack = ''] = await heard.locator('.heard-sides > div').allInnerTexts();
      for (const one of [teams, slack])
        assert.match(one, /people\.add[\s\S]*list\s+7[\s\S]*Ada[\s\S]*\bb\b[\s\S]*\bno\b/);
    });

    it('has a name for every field and control', async () => {
      await source().fill(written(form));
      await shows('slack', 'Team');
      const nameless = await page.evaluate(nameless_);
      assert.deepEqual(nameless, []);
    });

    it('goes from pane to pane with F6, and to the playground and back', async () => {
      await page.keyboard.press('F6');
      await page.keyboard.press('F6');
      const label = await page.evaluate(`document.activeElement?.closest('[data-pane]')?.getAttribute('aria-label')`);
      assert.equal(label, 'The card');
      const back = await page.getByRole('link', { name: 'Back to the playground' }).getAttribute('href');
      assert.equal(back, '/');
    });

    for (const [width, height] of [
      [1280, 800],
      [800, 900],
      [390, 844],
    ] as const)
      it(`fits ${width} pixels`, async () => {
        await page.setViewportSize({ width, height });
        const long = 'Donaudampfschifffahrtsgesellschaft'.repeat(8);
        await source().fill(
          written(
            cardOf([
              text(long, { color: 'Good' }),
              {
                type: 'Table',
                rows: [{ cells: Array.from({ length: 12 }, (_, at) => ({ items: [text(`Column ${at}`)] })) }],
              },
            ]),
          ),
        );
        await side('slack').getByText('Column 11').waitFor();
        assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
      });
  });
});

const nameless_ = `[...document.querySelectorAll('input, select, textarea, button, a[href]')]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.labels?.length || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby') || one.textContent.trim()))
  .map((one) => one.outerHTML.slice(0, 120))`;
