import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../../src/config.ts';
import { type Outloud, startOutloud } from '../../src/main.ts';
// Loaded here, so that on a busy machine no connection to the database times out meanwhile.
import '../../src/bots/slack/platform.ts';
import '../../src/bots/teams/platform.ts';
import { slackPeople, slackWorkspace, teamsPeople, teamsTenant } from '../../src/playground/org.ts';
import type { State } from '../../src/playground/state.ts';
import { testDatabaseUrl, testLogger } from './database.ts';

/*
 * A whole Outloud in local mode, and the people of its playground's town as a test drives them: everything over HTTP,
 * as the page in the browser does it.
 */

// biome-ignore lint/suspicious/noExplicitAny: blocks, cards and views are looked into as they came.
type Loose = any;

export interface Town {
  readonly address: string;
  readonly databaseUrl: string;
  state(): Promise<State>;
  act(act: Record<string, unknown>): Promise<{ ok: boolean; tell?: string }>;
  moveClock(move: { to: 'next' } | { hours: number }): Promise<{ ok: boolean; tell?: string }>;
  /** Waits until so many people are going to be asked (a channel's members are looked up after its set-up). */
  untilAsked(people: number): Promise<void>;
  /** Waits until the platform was asked about a person whom the app has just met. */
  untilKnown(name: string): Promise<void>;
  /** Waits until what is looked for is there; fails with the last state where it never comes. */
  until<T>(what: string, look: (state: State) => T | undefined | false): Promise<T>;
  slack(person: string): SlackPerson;
  teams(person: string): TeamsPerson;
  stop(): Promise<void>;
  /** Stops it and starts it again on the same database. */
  restart(): Promise<void>;
}

export interface SlackPerson {
  readonly id: string;
  readonly direct: string;
  command(text: string, channel?: string): Promise<void>;
  /** Presses the button with this title: on the newest message of a conversation that has it, as this person sees it. */
  press(title: string, channel?: string): Promise<void>;
  /** Fills in the fields of the open modal by label, and sends it. */
  submit(fields?: Record<string, string | string[]>): Promise<void>;
  /** Closes the open modal's top view, as its [Back] or [Cancel] does. */
  close(): Promise<void>;
  say(text: string, channel?: string): Promise<void>;
  modal(): Promise<Loose>;
}

export interface TeamsPerson {
  readonly id: string;
  readonly direct: string;
  say(text: string, conversation?: string): Promise<void>;
  /** Presses an action of a card, with the card's inputs filled in by label; forms unfolded in it count as well. */
  press(
    title: string,
    options?: { in?: string; fields?: Record<string, string> },
  ): Promise<{ ok: boolean; tell?: string }>;
  /** The same in the open dialog. */
  submit(title: string, fields?: Record<string, string>): Promise<void>;
  dialog(): Promise<Loose>;
}

const config = (databaseUrl: string): Config => ({
  local: true,
  communityEdition: true,
  port: 0,
  host: '127.0.0.1',
  dataDir: '/nowhere',
  databaseUrl,
  organisation: { timeZone: 'Europe/London', country: 'GB', language: 'en' },
  logLevel: 'silent',
});

/** A Monday after which nobody here has a public holiday for weeks, whenever the tests are run. */
const usualStart = new Date('2027-01-11T09:00:00Z');

/** `silent`: it has just been installed, and nobody has begun. */
export async function startTown({
  at = usualStart,
  silent = false,
}: {
  at?: Date;
  silent?: boolean;
} = {}): Promise<Town> {
  const databaseUrl = await testDatabaseUrl();
  await putClock(databaseUrl, at);
  if (silent) await putSilence(databaseUrl, at);
  let outloud: Outloud = await startOutloud(config(databaseUrl), testLogger);

  async function send(path: string, body: unknown): Promise<Loose> {
    const response = await fetch(`${outloud.address}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }

  /** What only the database tells: looked at until there are so many rows. */
  async function untilRows(query: string, wanted: number): Promise<void> {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      for (let tries = 0; tries < 400; tries++) {
        const { rows } = await client.query(query);
        if (rows.length >= wanted) return;
        await wait(25);
      }
      assert.fail(`never came to ${wanted}: ${query}`);
    } finally {
      await client.end();
    }
  }

  const town: Town = {
    get address() {
      return outloud.address;
    },
    databaseUrl,
    state: async () => (await fetch(`${outloud.address}/playground/state`)).json() as Promise<State>,
    act: (act) => send('/playground/act', act),
    moveClock: (move) => send('/playground/clock', move),
    untilAsked: (people) => untilRows('select 1 from community_member where next_ask_at is not null', people),
    untilKnown: (name) => untilRows(`select 1 from person where refreshed_at is not null and name = '${name}'`, 1),
    async until(what, look) {
      for (let tries = 0; tries < 400; tries++) {
        const found = look(await town.state());
        if (found) return found as never;
        await wait(25);
      }
      assert.fail(`never came: ${what}`);
    },
    slack: (name) => slackPerson(town, name),
    teams: (name) => teamsPerson(town, name),
    stop: () => outloud.stop(),
    async restart() {
      await outloud.stop();
      outloud = await startOutloud(config(databaseUrl), testLogger);
    },
  };
  return town;
}

/** As the playground keeps its clock over a restart. */
async function putClock(databaseUrl: string, at: Date): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const body = JSON.stringify({ offsetMs: at.getTime() - Date.now() });
    await client.query('insert into playground_record (kind, id, body) values ($1, $2, $3)', ['clock', 'offset', body]);
  } finally {
    await client.end();
  }
}

/** What a real installation begins with, and the playground leaves out. */
async function putSilence(databaseUrl: string, at: Date): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const workspace of [`slack:${slackWorkspace.id}`, `teams:${teamsTenant.id}`]) {
      await client.query('insert into first_run (workspace_id, installed_at) values ($1, $2)', [workspace, at]);
    }
  } finally {
    await client.end();
  }
}

/** All that can be seen somewhere, as one text. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  if (value === null || typeof value !== 'object') return '';
  return Object.entries(value)
    .filter(
      ([key]) => !['type', 'style', 'action_id', 'block_id', 'value', 'verb', 'data', 'id', 'fallback'].includes(key),
    )
    .map(([, each]) => textOf(each))
    .join(' ');
}

/** All that stands in a conversation of Slack, as `viewer` sees it. */
export function inSlack(state: State, channel: string, viewer?: string): string {
  const messages = state.slack.conversations[channel]?.messages ?? [];
  return textOf(messages.filter((each) => !each.deleted && (!each.only_for || each.only_for === viewer)));
}

export function inTeams(state: State, conversation: string): string {
  const messages = state.teams.conversations[conversation]?.messages ?? [];
  return textOf(messages.filter((each) => !each.deleted));
}

async function did(town: Town, act: Record<string, unknown>): Promise<void> {
  const answer = await town.act(act);
  assert.ok(answer.ok, `${JSON.stringify(act).slice(0, 200)}: ${answer.tell}`);
}

function slackPerson(town: Town, name: string): SlackPerson {
  const person = slackPeople.find((each) => each.name.startsWith(name));
  assert.ok(person, name);
  const as = person.id;
  const by = { platform: 'slack', as };
  const top = () => town.until('a modal', (state) => state.slack.modals[as]?.at(-1) as Loose);
  return {
    id: as,
    direct: person.direct,
    modal: top,
    command: (text, channel = person.direct) => did(town, { ...by, do: 'command', channel, text }),
    say: (text, channel = person.direct) => did(town, { ...by, do: 'say', channel, text }),
    async press(title, channel = person.direct) {
      const found = await town.until(`[${title}] in Slack`, (state) => {
        const messages = (state.slack.conversations[channel]?.messages ?? []) as Loose[];
        const seen = messages.filter((each) => !each.deleted && (!each.only_for || each.only_for === as)).toReversed();
        for (const message of seen) {
          const button = buttonsOf(message.blocks).find((each) => each.element.text?.text === title);
          if (button) return { message, ...button };
        }
        return undefined;
      });
      const { action_id, value } = found.element;
      await did(town, {
        ...by,
        do: 'press',
        channel,
        ts: found.message.ts,
        action_id,
        block_id: found.block_id,
        value,
        state: {},
      });
    },
    async submit(fields = {}) {
      const view = await top();
      const state = fillView(view, fields);
      await did(town, { ...by, do: 'submit-view', view_id: view.id, state });
    },
    async close() {
      const view = await top();
      await did(town, { ...by, do: 'close-view', view_id: view.id });
    },
  };
}

function buttonsOf(blocks: Loose): { element: Loose; block_id: string }[] {
  return (blocks ?? []).flatMap((block: Loose) =>
    [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])]
      .filter((element: Loose) => element.type === 'button')
      .map((element: Loose) => ({ element, block_id: block.block_id })),
  );
}

/** What a person types, as `view.state.values`; fields that are left alone keep what they begin with. */
function fillView(view: Loose, fields: Record<string, string | string[]>): Loose {
  const values: Loose = {};
  const labels: string[] = [];
  for (const block of view.blocks.filter((each: Loose) => each.type === 'input')) {
    const label: string = block.label.text;
    labels.push(label);
    const typed = Object.entries(fields).find(([key]) => label.startsWith(key))?.[1];
    values[block.block_id] = { [block.element.action_id]: fillElement(block.element, typed) };
  }
  for (const key of Object.keys(fields))
    assert.ok(
      labels.some((label) => label.startsWith(key)),
      `no field ${key} in ${labels.join(', ')}`,
    );
  return values;
}

function fillElement(element: Loose, typed: string | string[] | undefined): Loose {
  const { type } = element;
  const pick = (option: string) => {
    const found = element.options.find((each: Loose) => each.text.text.startsWith(option));
    assert.ok(found, `no choice ${option} in ${JSON.stringify(element.options)}`);
    return found;
  };
  switch (type) {
    case 'radio_buttons':
    case 'static_select':
      return { type, selected_option: typed === undefined ? (element.initial_option ?? null) : pick(String(typed)) };
    case 'checkboxes':
    case 'multi_static_select':
      return {
        type,
        selected_options: typed === undefined ? (element.initial_options ?? []) : [typed].flat().map(pick),
      };
    case 'timepicker':
      return { type, selected_time: typed ?? element.initial_time ?? null };
    case 'datepicker':
      return { type, selected_date: typed ?? element.initial_date ?? null };
    default:
      return { type, value: typed ?? element.initial_value ?? null };
  }
}

function teamsPerson(town: Town, name: string): TeamsPerson {
  const person = teamsPeople.find((each) => each.name.startsWith(name));
  assert.ok(person, name);
  const as = person.id;
  const by = { platform: 'teams', as };
  return {
    id: as,
    direct: person.direct,
    dialog: async () => (await town.state()).teams.dialogs[as] as Loose,
    say: (text, conversation = person.direct) => did(town, { ...by, do: 'say', conversation, text }),
    async press(title, options = {}) {
      const conversation = options.in ?? person.direct;
      const found = await town.until(`[${title}] in Teams`, (state) => {
        const messages = (state.teams.conversations[conversation]?.messages ?? []) as Loose[];
        for (const message of messages.filter((each) => !each.deleted).toReversed()) {
          for (const card of message.cards ?? []) {
            const action = findAction(card, title);
            if (action) return { message, action };
          }
        }
        return undefined;
      });
      const { action, scope } = found.action;
      const inputs = fillCard(scope, options.fields ?? {});
      const kind = action.type === 'Action.Execute' ? 'execute' : 'submit';
      return town.act({ ...by, do: kind, conversation, message: found.message.id, action, inputs });
    },
    async submit(title, fields = {}) {
      const dialog = await town.until('a dialog', (state) => state.teams.dialogs[as] as Loose);
      const found = findAction(dialog.card, title);
      assert.ok(found, `no [${title}] in the dialog: ${textOf(dialog.card)}`);
      await did(town, { ...by, do: 'submit-dialog', action: found.action, inputs: fillCard(found.scope, fields) });
    },
  };
}

/** An action by its title, and the card whose inputs go along with it. */
function findAction(card: Loose, title: string): { action: Loose; scope: Loose } | undefined {
  const inBody = (card.body ?? []).flatMap((element: Loose) => [element, ...(element.items ?? [])]);
  const actions = [...(card.actions ?? []), ...inBody.flatMap((element: Loose) => element.actions ?? [])];
  for (const action of actions) {
    if (action.title === title && action.type !== 'Action.ShowCard') return { action, scope: card };
    if (action.type === 'Action.ShowCard') {
      const inner = findAction(action.card, title);
      if (inner) return inner;
    }
  }
  return undefined;
}

function fillCard(card: Loose, fields: Record<string, string>): Record<string, string> {
  const inputs = (card.body ?? []).filter((element: Loose) => String(element.type).startsWith('Input.'));
  const filled = Object.fromEntries(inputs.map((input: Loose) => [input.id, String(input.value ?? '')]));
  for (const [label, typed] of Object.entries(fields)) {
    const input = inputs.find((each: Loose) => each.label.startsWith(label));
    assert.ok(input, `no field ${label} in ${inputs.map((each: Loose) => each.label)}`);
    const choice = input.choices?.find((each: Loose) => each.title.startsWith(typed));
    filled[input.id] = choice ? choice.value : typed;
  }
  return filled;
}
