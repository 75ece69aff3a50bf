import assert from 'node:assert/strict';
import { stringify } from 'node:querystring';
import { setTimeout as wait } from 'node:timers/promises';
import { createEmulator } from 'emulate';
import { renderForm } from '../../src/bots/slack/render-form.ts';
import { answerForm } from '../../src/cards/prompts/answer-form.ts';
import { withdrawForm } from '../../src/cards/prompts/update-card.ts';
import { wordsFor } from '../../src/cards/words.ts';
import { fieldLimits, freePrompt } from '../../src/features/prompts/library.ts';
import { type Outloud, startOutloud } from '../../src/main.ts';
import { sign, signingSecret } from '../bots/slack/adapter.ts';
import { testDatabaseUrl, testLogger } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import { textOf } from '../support/town.ts';

// biome-ignore lint/suspicious/noExplicitAny: what the emulator answers is looked into as it came.
type Loose = any;

/** The whole app against a Slack Web API that we did not write: what a person does is signed and sent by us. */
describe('a note, written and withdrawn through an emulated Slack', function () {
  this.timeout(40_000);
  let emulator: { readonly url: string; close(): Promise<void> };
  let outloud: Outloud;
  let person: string;
  let direct: string;

  before(async () => {
    emulator = await createEmulator({ service: 'slack', port: await freePort(), seed: { slack: seed } });
    const apiUrl = `${emulator.url}/api/`;
    outloud = await startOutloud(
      {
        local: false,
        port: 0,
        host: '127.0.0.1',
        dataDir: '/nowhere',
        databaseUrl: await testDatabaseUrl(),
        slack: { signingSecret, botToken: 'xoxb-test', apiUrl },
        communityEdition: false,
        organisation: { timeZone: 'Europe/London', country: 'GB', language: 'en' },
        logLevel: 'silent',
      },
      testLogger,
    );
    const { members } = await ask('users.list');
    person = members.find((each: Loose) => each.name === 'maya').id;
    direct = (await ask('conversations.open', { users: person })).channel.id;
  });
  after(async () => {
    await outloud?.stop();
    await emulator?.close();
  });

  async function ask(method: string, args: Record<string, string> = {}): Promise<Loose> {
    const answer = await fetch(`${emulator.url}/api/${method}`, {
      method: 'POST',
      headers: { authorization: 'Bearer xoxb-test' },
      body: new URLSearchParams(args),
    });
    return answer.json();
  }

  async function send(fields: Record<string, string>): Promise<Loose> {
    const body = stringify(fields);
    const answer = await fetch(`${outloud.address}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...sign(body) },
      body,
    });
    assert.equal(answer.status, 200);
    const text = await answer.text();
    return text && JSON.parse(text);
  }

  async function trigger(): Promise<string> {
    return (await ask('views.generateTriggerId', { user_id: person })).trigger_id;
  }

  async function command(text: string): Promise<Loose> {
    const place = { team_id: seedTeam, channel_id: direct, channel_name: 'directmessage' };
    const who = { user_id: person, user_name: 'maya' };
    return send({ command: '/outloud', text, trigger_id: await trigger(), ...place, ...who });
  }

  async function submit(view: Loose, values: Loose = {}): Promise<Loose> {
    const payload = {
      type: 'view_submission',
      team: { id: seedTeam },
      user: { id: person, name: 'maya', team_id: seedTeam },
      trigger_id: await trigger(),
      view: { id: 'V1', hash: `${Date.now()}`, ...view, state: { values } },
    };
    return send({ payload: JSON.stringify(payload) });
  }

  async function until(pattern: RegExp): Promise<Loose> {
    for (let tries = 0; tries < 200; tries++) {
      const { messages } = await ask('conversations.history', { channel: direct });
      const found = (messages as Loose[]).find((each) => pattern.test(textOf(each)));
      if (found) return found;
      await wait(25);
    }
    assert.fail(`never came: ${pattern}`);
  }

  /** What a person types into a modal, by block. */
  function fill(view: Loose, typed: string): Loose {
    const inputs = view.blocks.filter((block: Loose) => block.type === 'input');
    return Object.fromEntries(
      inputs.map(({ block_id, element }: Loose) => {
        const { type, action_id } = element;
        const value = type === 'plain_text_input' ? { value: typed } : { selected_option: element.initial_option };
        return [block_id, { [action_id]: { type, ...value } }];
      }),
    );
  }

  async function press(message: Loose, action: string): Promise<void> {
    const button = buttonOf(message, action);
    const payload = {
      type: 'block_actions',
      team: { id: seedTeam },
      user: { id: person, name: 'maya', team_id: seedTeam },
      trigger_id: await trigger(),
      channel: { id: direct, name: 'directmessage' },
      container: { type: 'message', message_ts: message.ts, channel_id: direct },
      message,
      state: { values: {} },
      actions: [{ ...button, block_id: 'buttons', action_ts: `${Date.now() / 1000}` }],
    };
    await send({ payload: JSON.stringify(payload) });
  }

  /** The form as the app opens it: the emulator keeps views, but has no way to ask for one. */
  function openedView(state: string, title: string): Loose {
    const form = answerForm(wordsFor('en'), {
      title,
      state,
      question: freePrompt.text,
      fields: freePrompt.fields.map((field, index) => ({
        id: `field${index}`,
        label: field.label,
        type: field.type,
        optional: field.opt,
        limit: fieldLimits[field.type],
      })),
      audiences: [{ title: 'Only me', value: 'me' }],
      audience: 'me',
      withQuestion: true,
    });
    return renderForm(form, { origin: { channel: direct, kind: 'direct' } }).view;
  }

  it('answers help', async () => {
    assert.match(textOf(await command('help')), /What I can do/);
  });

  it('opens the form, shows the preview, keeps the note', async () => {
    await command('answer');
    const form = openedView('prompt:free', 'Write a note');
    const preview = await submit(form, fill(form, 'Half of it works <!here>'));
    assert.equal(preview.response_action, 'push');
    assert.match(textOf(preview.view), /As others will see it.*Half of it works/s);
    assert.equal((await submit(preview.view)).response_action, 'clear');
    const kept = await until(/Kept as a draft/);
    assert.match(textOf(kept), /Half of it works/);
    assert.doesNotMatch(kept.text, /<!here>/);
  });

  it('says kindly that a required field is empty, and keeps the rest', async () => {
    await command('answer');
    const form = openedView('prompt:free', 'Write a note');
    const answer = await submit(form, fill(form, ' '));
    assert.equal(answer.response_action, 'errors');
    assert.match(textOf(answer.errors), /needs a few words/);
  });

  it('changes it in place, and deletes it', async () => {
    const kept = await until(/Kept as a draft/);
    const update = JSON.parse(buttonOf(kept, 'updates.edit').value).update;
    await press(kept, 'updates.edit');
    const form = openedView(`update:${update}`, 'Your answer');
    const preview = await submit(form, fill(form, 'All of it works'));
    await submit(preview.view);
    const changed = await until(/All of it works/);
    assert.equal(changed.ts, kept.ts);
    await press(changed, 'updates.withdraw');
    const view = renderForm(withdrawForm(wordsFor('en'), { update }), { origin: { channel: direct } }).view;
    assert.equal((await submit(view)).response_action, 'clear');
    const gone = await until(/Deleted\. Nobody else saw it/);
    assert.equal(gone.ts, kept.ts);
  });
});

function buttonOf(message: Loose, action: string): Loose {
  const elements = message.blocks.flatMap((block: Loose) => block.elements ?? []);
  const button = elements.find((element: Loose) => element.action_id === action);
  assert.ok(button, `no button ${action}`);
  return button;
}

const seedTeam = 'T000000001';

const seed = {
  team: { name: 'Example', domain: 'example' },
  users: [{ name: 'maya', real_name: 'Maya Kaur', email: 'maya@example.org' }],
  channels: [{ name: 'general' }],
  tokens: [{ token: 'xoxb-test', user: 'U000000001', scopes: ['chat:write'] }],
};
