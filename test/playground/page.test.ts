import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { State } from '../../src/playground/state.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { chartCard, dialogCard, everyBlock, everyInput, promptCard, updateCard } from '../support/page-fixtures.ts';
import { emptyState, type StubPlayground, slackTs, startStubPlayground, teamsId } from '../support/stub-playground.ts';
import { until } from '../support/until.ts';

const amina = 'U07AMINARAH';
const aminaDirect = 'D07AMINARAH';
const channel = 'C07DIGITAL1';

function rhysIn(state: State) {
  const rhys = state.teams.people.find(({ name }) => name === 'Rhys Evans');
  assert.ok(rhys);
  const direct = Object.values(state.teams.conversations).find(({ person }) => person === rhys.id);
  assert.ok(direct);
  return { id: rhys.id, direct };
}

describe('the playground page', function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let stub: StubPlayground;
  let page: Page;
  let state: State;
  let complaints: string[];

  before(async function () {
    browser = await chromiumOrSkip(this);
  });

  after(() => browser?.close());

  beforeEach(async () => {
    assert.ok(browser);
    state = emptyState();
    stub = await startStubPlayground(state);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    complaints = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
  });

  afterEach(async () => {
    await page.close();
    await stub.close();
    assert.deepEqual(complaints, []);
  });

  async function open(): Promise<void> {
    await page.goto(stub.url);
    await page.locator('.window:visible').first().waitFor();
  }

  /** What was sent last, once there are that many. */
  async function act(count: number) {
    await until(() => stub.acts.length >= count);
    return stub.acts.at(-1);
  }

  it('draws every block, and words for what it does not know', async () => {
    said(state, aminaDirect, { blocks: everyBlock.map((block, at) => ({ block_id: `b${at}`, ...block })) });
    await open();
    await page.click(`[data-conversation="${aminaDirect}"]`);
    const message = page.locator('.slack .message');
    const text = await message.innerText();
    for (const words of [
      'What we are learning 👋',
      '@Amina Rahman',
      '#digital-network',
      '@here',
      '🎉 <b> & snake_case_name',
      'today at 10:00',
      'Priority',
      'About 3 minutes',
      'by @Jo Bevan 🌱 on Tuesday, 24 November 2026 at 10:00',
      'Quoted <b>words</b>',
      '1,200',
      'Page 1 of 2',
      'Answers a week',
      'A heading',
      'Inside it',
      'A film',
      'Mind the gap',
      'Under way',
      'A block of type "hologram"',
      'Words in a block of tomorrow',
    ]) {
      assert.ok(text.includes(words), `${words} is missing in:\n${text}`);
    }
    assert.equal(await message.locator('strong', { hasText: /^Bold$/ }).count(), 1);
    assert.equal(await message.locator('a[href="https://example.org"]').innerText(), 'a link');
    assert.equal(await message.locator('blockquote').count(), 2);
    assert.equal(await message.locator('svg.plot, svg.pie').count(), 2);
    assert.equal(await page.locator('.slack .unknown').count(), 1);
  });

  it('sends a press with the state, and asks before a dangerous one', async () => {
    said(state, aminaDirect, { blocks: everyBlock.map((block, at) => ({ block_id: `b${at}`, ...block })) });
    await open();
    await page.click(`[data-conversation="${aminaDirect}"]`);
    await page.click('[data-action-id=first]');
    const pressed = await act(1);
    assert.deepEqual(
      { do: pressed?.do, as: pressed?.as, action: pressed?.action_id, block: pressed?.block_id, value: pressed?.value },
      { do: 'press', as: amina, action: 'first', block: 'controls', value: 'round-1' },
    );
    const values = pressed?.state as Record<string, Record<string, unknown>>;
    assert.deepEqual(values.controls?.date, { type: 'datepicker', selected_date: '2026-11-30' });

    await page.click('[data-action-id=third]');
    await page.locator('[role=alertdialog]').getByRole('button', { name: 'Keep it' }).click();
    assert.equal(stub.acts.length, 1);
    await page.click('[data-action-id=third]');
    await page.locator('[role=alertdialog]').getByRole('button', { name: 'Withdraw' }).click();
    assert.equal((await act(2))?.action_id, 'third');

    await page.selectOption('[data-action-id=day]', 'tue');
    const selected = (await act(3))?.selected as { selected_option: { value: string } };
    assert.equal(selected.selected_option.value, 'tue');
  });

  it('lets a form be filled and sent with the keyboard alone', async () => {
    await open();
    await page.focus('.slack .composer textarea');
    await page.keyboard.type('/out');
    await page.locator('[role=option]').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('setup');
    await page.keyboard.press('Enter');
    assert.deepEqual(await act(1), { platform: 'slack', as: amina, do: 'command', channel, text: '/outloud setup' });

    stub.change((now) => {
      now.slack.modals[amina] = [{ ...everyInput, id: 'V1', hash: '1' } as never];
    });
    const dialog = page.getByRole('dialog', { name: 'Set up prompts' });
    await dialog.waitFor();
    assert.equal(await dialog.getAttribute('aria-modal'), 'true');
    await focusIn('textarea');

    // An empty required field: said beside it, before anything is sent.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await page.evaluate('document.activeElement?.textContent'), 'Start');
    await page.keyboard.press('Enter');
    await page.getByText('Please complete this required field.').waitFor();
    assert.equal(await page.locator('textarea[aria-invalid=true]').count(), 1);
    assert.equal(stub.acts.length, 1);

    await focusIn('textarea');
    await page.keyboard.type('What surprised you?');
    // Around the whole form: focus never leaves it.
    for (let step = 0; step < 24; step += 1) {
      await page.keyboard.press('Tab');
      assert.ok(await page.evaluate(`document.activeElement.closest('.modal') !== null`));
    }
    await page.locator('.modal [data-submit]').focus();
    await page.keyboard.press('Enter');
    const sent = await act(2);
    assert.equal(sent?.do, 'submit-view');
    const values = sent?.state as Record<string, Record<string, { value?: string; selected_time?: string }>>;
    assert.equal(values.own?.own?.value, 'What surprised you?');
    assert.equal(values.time?.time?.selected_time, '10:00');

    // The app's own complaint, then Escape.
    stub.change((now) => {
      const [view] = now.slack.modals[amina] ?? [];
      if (view) view.errors = { own: 'Shorter, please.' };
    });
    await page.getByText('Shorter, please.').waitFor();
    assert.equal(await page.locator('.modal textarea').inputValue(), 'What surprised you?');
    await page.keyboard.press('Escape');
    assert.deepEqual(await act(3), { platform: 'slack', as: amina, do: 'close-view', view_id: 'V1' });
    stub.change((now) => {
      now.slack.modals[amina] = [];
    });
    await dialog.waitFor({ state: 'detached' });
    await focusIn('.composer *');
  });

  it("draws Teams' charts, with their figures for screen readers", async () => {
    const rhys = rhysIn(state);
    rhys.direct.messages.push(botPost(state, rhys.direct.id, chartCard));
    await open();
    await page.click(`.teams [data-conversation="${rhys.direct.id}"]`);
    const charts = page.locator('.teams .adaptive-card .chart');
    assert.equal(await charts.count(), 5);
    const [grouped, bars, lying, line, donut] = await charts.all();
    assert.ok(grouped && bars && lying && line && donut);
    assert.match(await grouped.innerText(), /^Two sides/);
    assert.deepEqual(await grouped.locator('td').allTextContents(), ['', '4.1', '4.9', '-6.2', '7.2']);
    assert.equal(await grouped.locator('rect').count(), 4);
    assert.equal(await bars.locator('svg text', { hasText: '290' }).count(), 1);
    assert.equal(await bars.locator('.legend').count(), 0);
    assert.doesNotMatch(await lying.innerText(), /Not shown/);
    assert.equal(await line.locator('polyline').count(), 1);
    assert.equal(await donut.locator('path').count(), 2);
    await page.getByText('Said in words instead').waitFor();
  });

  it('draws cards, sends their inputs, and runs nothing that stands in them', async () => {
    const rhys = rhysIn(state);
    rhys.direct.messages.push(botPost(state, rhys.direct.id, promptCard));
    await open();
    await page.click(`.teams [data-conversation="${rhys.direct.id}"]`);
    const card = page.locator('.teams .adaptive-card');
    assert.ok((await card.innerText()).includes('<script>alert(1)</script>'));
    assert.equal(await card.locator('script, img').count(), 0);
    assert.equal(await card.locator('a').getAttribute('href'), 'https://example.org');

    await card.getByRole('button', { name: 'Answer' }).click();
    await card.getByRole('button', { name: 'Preview' }).click();
    await card.getByText('This one needs a few words.').waitFor();
    assert.equal(stub.acts.length, 0);
    await card.locator('textarea').fill('I tried <b>plain</b> words.');
    stub.change((now) => now.slack.conversations[channel]?.messages.push(slackMessage(now.slack.bot.id, channel, {})));
    await page.locator('.slack .message').waitFor();
    await card.getByRole('button', { name: 'Preview' }).click();
    const sent = await act(1);
    assert.equal(sent?.do, 'execute');
    assert.deepEqual(sent?.inputs, { what: 'I tried <b>plain</b> words.', audience: 'community' });
    const action = sent?.action as { verb: string };
    assert.equal(action.verb, 'prompts.answer');

    await card.getByRole('button', { name: 'Skip' }).click();
    assert.deepEqual((await act(2))?.inputs, {});
  });

  it('shows posts with replies, and a dialog in its window', async () => {
    const rhys = rhysIn(state);
    const leads = state.teams.channels.find(({ name }) => name === 'Digital Leads');
    assert.ok(leads);
    const posts = state.teams.conversations[leads.id]?.messages;
    posts?.push(botPost(state, leads.id, updateCard));
    posts?.push({
      conversation: leads.id,
      id: teamsId(1),
      at: state.now,
      root: teamsId(2),
      from: rhys.id,
      text: 'Same **here**',
      cards: [],
    });
    await open();
    const post = page.locator('.post-card');
    assert.ok((await post.innerText()).includes('Hide 1 reply'));
    assert.equal(await post.locator('.replies strong').innerText(), 'here');
    await post.locator('[data-verb="updates.reply"]').click();
    assert.equal((await act(1))?.do, 'submit');

    stub.change((now) => {
      now.teams.dialogs[rhys.id] = { title: 'Reply', card: dialogCard, conversation: leads.id };
    });
    const dialog = page.getByRole('dialog', { name: 'Reply' });
    await dialog.waitFor();
    await focusIn('textarea');
    await page.keyboard.type('Well put.');
    await dialog.getByRole('button', { name: 'Send' }).press('Enter');
    const sent = await act(2);
    assert.equal(sent?.do, 'submit-dialog');
    assert.deepEqual(sent?.inputs, { text: 'Well put.', stop: 'false', time: '10:00', days: 'mon,tue' });
    await page.keyboard.press('Escape');
    assert.equal((await act(3))?.do, 'close-dialog');
  });

  it('keeps a private message to the one it is for, and says where something is new', async () => {
    said(state, channel, { text: 'Only for Jo', only_for: 'U07JOBEVAN1' });
    said(state, channel, { text: 'For &lt;everyone&gt;' });
    await open();
    const list = page.locator('.slack .messages');
    assert.ok((await list.innerText()).includes('For <everyone>'));
    assert.ok(!(await list.innerText()).includes('Only for Jo'));
    await page.selectOption('.slack [data-person-select]', 'U07JOBEVAN1');
    await list.getByText('Only visible to you').waitFor();

    stub.change((now) =>
      now.slack.conversations[aminaDirect]?.messages.push(
        slackMessage(now.slack.bot.id, aminaDirect, { ts: slackTs(-1) }),
      ),
    );
    await page.getByRole('status').getByText('Outloud wrote to Amina Rahman, in private.').waitFor();
    await page.selectOption('.slack [data-person-select]', amina);
    await page.locator(`[data-conversation="${aminaDirect}"] .dot`).waitFor();
    await page.click(`[data-conversation="${aminaDirect}"]`);
    await page.locator('.dot').waitFor({ state: 'detached' });
  });

  it('shows the words of the app where something did not work', async () => {
    stub.answer = () => ({ ok: false, tell: 'Outloud could not be reached.' });
    await open();
    await page.fill('.teams .composer textarea', '@Outloud help');
    await page.press('.teams .composer textarea', 'Enter');
    await page.getByRole('alert').getByText('Outloud could not be reached.').waitFor();
    assert.equal(await page.inputValue('.teams .composer textarea'), '@Outloud help');
  });

  it('starts, leaves and resumes the tour with the keyboard', async () => {
    await open();
    await page.getByRole('button', { name: 'Start the tour' }).press('Enter');
    await page.getByText('Step 1 of 7').waitFor();
    assert.equal(await page.inputValue('.slack [data-person-select]'), 'U07JOBEVAN1');
    await page.locator('.spotlight').waitFor();
    await page.getByRole('button', { name: 'Do it for me' }).press('Enter');
    assert.deepEqual(await act(1), {
      platform: 'slack',
      as: 'U07JOBEVAN1',
      do: 'command',
      channel,
      text: '/outloud setup',
    });

    stub.change((now) => {
      now.slack.modals.U07JOBEVAN1 = [{ ...everyInput, id: 'V1', hash: '1' } as never];
    });
    await page.getByText('The form comes filled in').waitFor();
    await page.getByRole('dialog').waitFor();
    // F6 leads out of the form, to the tour among others.
    for (let step = 0; step < 4 && !(await inTour()); step += 1) await page.keyboard.press('F6');
    assert.ok(await inTour());

    await page.reload();
    await page.getByText('The form comes filled in').waitFor();
    await page.locator('.tour').getByRole('button', { name: 'Skip this step' }).press('Enter');
    await page.getByText('Step 2 of 7').waitFor();
    await page.getByRole('button', { name: 'Do it for me' }).press('Enter');
    await until(() => stub.moves.length > 0);
    assert.deepEqual(stub.moves, [{ to: 'next' }]);
    await page.locator('.tour').getByRole('button', { name: 'Close', exact: true }).press('Enter');
    await page.locator('.tour').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Continue the tour' }).waitFor();
  });

  function focusIn(selector: string): Promise<void> {
    return until(() => page.evaluate(`document.activeElement.matches('${selector}')`));
  }

  function inTour(): Promise<boolean> {
    return page.evaluate(`document.activeElement?.closest('.tour') !== null`);
  }

  for (const [width, height] of [
    [1280, 800],
    [800, 900],
    [400, 800],
  ] as const) {
    it(`fits ${width} pixels`, async () => {
      said(state, channel, { text: `A very long word: ${'Donaudampfschiff'.repeat(20)}` });
      said(state, channel, { blocks: everyBlock.map((block, at) => ({ block_id: `b${at}`, ...block })) });
      await page.setViewportSize({ width, height });
      await open();
      await page.getByRole('button', { name: 'Start the tour' }).click();
      await page.locator('.spotlight').waitFor();
      const wide = await page.evaluate(tooWide);
      assert.deepEqual(wide, []);
      const shown = await page.locator('.window:visible').count();
      assert.equal(shown, width > 1019 ? 2 : 1);
    });
  }
});

/** In the page: what is wider than its place, and does not scroll. */
const tooWide = `[document.documentElement, ...document.querySelectorAll('.messages, .pane, .tour, .top-bar, .window, .sidebar')]
  .filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== 'auto')
  .map((box) => box.className)`;

function slackMessage(user: string, conversation: string, more: object) {
  return { channel: conversation, ts: slackTs(1), user, text: 'Words', ...more };
}

let minutes = 60;

function said(state: State, conversation: string, more: object): void {
  minutes -= 1;
  state.slack.conversations[conversation]?.messages.push(
    slackMessage(state.slack.bot.id, conversation, { ts: slackTs(minutes), ...more }),
  );
}

function botPost(state: State, conversation: string, card: State['teams']['dialogs'][string]['card']) {
  return { conversation, id: teamsId(2), at: state.now, from: state.teams.bot.id, text: '', cards: [card] };
}
