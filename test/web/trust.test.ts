import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { Registry } from 'prom-client';
import { listFeatures } from '../../src/all-features.ts';
import { allHoldings } from '../../src/all-holdings.ts';
import { scopes } from '../../src/bots/slack/access.ts';
import { communityPermissions } from '../../src/bots/teams/access.ts';
import { en } from '../../src/cards/words/en.ts';
import { readConfig } from '../../src/config.ts';
import { isRight, type Role, rights } from '../../src/people/roles.ts';
import type { Environment } from '../../src/settings/environment.ts';
import { trustView, whoSees } from '../../src/trust.ts';
import { createWebServer, type WebServer } from '../../src/web/server.ts';
import { mountTrust } from '../../src/web/trust.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { testLogger } from '../support/database.ts';

/** It comes without types. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (html: string) => { window: { document: Document } };
};

const guid = '7d1f0a52-7f4f-4b3e-9c55-0123456789ab';
const slack = { SLACK_SIGNING_SECRET: 'the-signing-secret', SLACK_BOT_TOKEN: 'xoxb-the-token' };
const teams = { MICROSOFT_APP_ID: guid, MICROSOFT_APP_PASSWORD: 'the-bot-password', MICROSOFT_APP_TENANT_ID: guid };
const rest = { DATABASE_URL: 'postgres://outloud:the-db-password@db.internal:5432/outloud' };
const now = new Date('2027-05-28T10:00:00Z');

describe('the trust page', () => {
  const servers: WebServer[] = [];
  after(() => Promise.all(servers.map((server) => server.close())));

  async function serve(environment: Environment): Promise<string> {
    const { config } = readConfig(environment, false);
    const web = createWebServer({ logger: testLogger, registry: new Registry() });
    servers.push(web);
    mountTrust(web.routes, trustView(config, allHoldings(listFeatures())), { now: () => now });
    const port = await web.listen(0, '127.0.0.1');
    web.open();
    return `http://127.0.0.1:${port}/trust`;
  }

  async function open(
    environment: Environment,
    path = '',
  ): Promise<{ page: Document; text: string; response: Response }> {
    const response = await fetch((await serve(environment)) + path);
    const html = await response.text();
    const page = new JSDOM(html).window.document;
    return { page, text: page.body.textContent ?? '', response };
  }

  it('tells every permission that is asked for, on the platforms that are connected, and why', async () => {
    const { text, page, response } = await open({ ...slack, ...rest });
    assert.equal(response.status, 200);
    for (const { name, why, without } of scopes) {
      assert.ok(text.includes(name) && text.includes(why), name);
      if (without) assert.ok(text.includes(without));
    }
    assert.doesNotMatch(text, /messageTeamMembers|login\.microsoftonline/);
    assert.match(text, /connected to Slack\./);
    assert.match(page.querySelector('svg')?.getAttribute('aria-label') ?? '', /one PostgreSQL database/);
    const { text: both } = await open({ ...slack, ...teams });
    assert.match(both, /messageTeamMembers/);
    const { text: local } = await open({});
    assert.match(local, /connected to neither Slack nor Teams/);
  });

  it('says so where it hears more', async () => {
    const ordinary = await open({ ...slack, ...teams });
    const community = await open({ ...slack, ...teams, COMMUNITY_EDITION: 'on' });
    for (const { name } of communityPermissions) {
      assert.ok(!ordinary.text.includes(name));
      assert.ok(community.text.includes(name));
    }
    assert.match(ordinary.text, /does not read what people write to each other/);
    assert.doesNotMatch(community.text, /does not read what people write to each other/);
    assert.match(community.text, /receives every message of the channels/);
  });

  it('says who may have it', async () => {
    const oauth = {
      SLACK_SIGNING_SECRET: 'the-signing-secret',
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'the-client-secret',
      SLACK_STATE_SECRET: 'the-state-secret',
      PUBLIC_URL: 'https://outloud.example.org',
      ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    };
    assert.match((await open({ ...slack, ...teams })).text, /one workspace has it.*one Microsoft 365 organisation/s);
    assert.match((await open(oauth)).text, /any workspace that finds this address may add it/);
    const { text } = await open({ ...oauth, SLACK_ALLOWED_WORKSPACES: 'T012AB3C4,E012AB3C4' });
    assert.match(text, /only 2 workspaces or organisations may add it/);
    assert.match(text, /Each of these is kept apart/);
    assert.ok(!text.includes('T012AB3C4'), 'which they are is nobody’s business');
    const { text: local } = await open({});
    assert.doesNotMatch(local, /may add it/);
  });

  it('lists everything that is held, with who sees it, how long, and the tables', async () => {
    const { text } = await open({ ...slack, ...rest });
    for (const { kind, tables } of allHoldings(listFeatures())) {
      if (kind === 'upkeep') continue;
      for (const said of [en.held[kind].title, en.held[kind].who, en.held[kind].kept, ...Object.keys(tables)]) {
        assert.ok(text.includes(said), said);
      }
    }
  });

  describe('on who sees what', () => {
    const holdings = allHoldings(listFeatures());
    const { roles, rows } = whoSees(holdings);
    const cell = (kind: string, role: Role) => rows.find((row) => row.kind === kind)?.roles[roles.indexOf(role)];

    it('has a row for everything that is held of people, and a column for every role that may do something', async () => {
      const kinds = holdings.map(({ kind }) => kind).filter((kind) => kind !== 'upkeep');
      assert.deepEqual(
        rows.map(({ kind }) => kind),
        kinds,
      );
      const { page } = await open({ ...slack, ...rest });
      const table = page.querySelector('.who table');
      const cells = [...(table?.querySelectorAll('tbody tr') ?? [])].map((row) =>
        [...row.children].map((each) => each.textContent),
      );
      assert.deepEqual(
        cells.map(([title]) => title),
        kinds.map((kind) => en.held[kind].title),
      );
      const heads = [...(table?.querySelectorAll('thead th') ?? [])].map((each) => each.textContent);
      assert.equal(heads.length, 3 + roles.length);
      assert.ok(cells.every((row) => row.length === heads.length && row.every((each) => each)));
      assert.ok(heads.includes('Facilitator') && !heads.includes('Controller'), 'who may do nothing is not told of');
    });

    it('follows the table of rights: who has no right to a thing does not see it', () => {
      for (const { kind, seen } of holdings) {
        for (const [right, sight] of Object.entries(seen.by ?? {})) {
          assert.ok(isRight(right), `${kind} is seen by ${right}, which is no right`);
          const holders: readonly Role[] = rights[right];
          for (const role of roles) {
            const has = holders.includes(role) || holders.includes('member');
            assert.equal(cell(kind, role) === sight, has || seen.where === sight, `${kind}: ${role}`);
          }
        }
      }
      assert.equal(cell('changes', 'administrator'), 'all');
      assert.equal(cell('changes', 'facilitator'), 'none');
      assert.equal(cell('calendar', 'administrator'), 'none');
      assert.equal(cell('notes', 'administrator'), 'among');
    });

    it('knows what each right to see something shows', () => {
      // These show nothing of anybody: made-up people, and how many things of a kind go.
      const harmless = ['preview.see', 'retention.see'];
      const told = new Set(holdings.flatMap(({ seen }) => Object.keys(seen.by ?? {})));
      const showing = Object.keys(rights).filter((right) => /\.(see|deliveries)$/.test(right));
      assert.deepEqual(
        showing.filter((right) => !told.has(right) && !harmless.includes(right)),
        [],
      );
    });
  });

  it('holds no secret and no address of the inside, and runs and fetches nothing', async () => {
    for (const path of ['', '/dpia']) {
      const { page, response } = await open({ ...slack, ...teams, ...rest }, path);
      const html = page.documentElement.outerHTML;
      for (const secret of ['the-signing-secret', 'the-token', 'the-bot-password', 'the-db-password', 'db.internal']) {
        assert.ok(!html.includes(secret), secret);
      }
      assert.equal(page.querySelectorAll('script, link, img').length, 0);
      assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    }
  });

  it('says where a concern goes, where that is set', async () => {
    const settings = { DATA_CONTACT: 'data.protection@example.org', PRIVACY_URL: 'https://www.example.org/privacy' };
    const { page } = await open({ ...slack, ...settings });
    const links = [...page.querySelectorAll('#concern ~ p a')].map((link) => link.getAttribute('href'));
    assert.deepEqual(links, ['mailto:data.protection@example.org', 'https://www.example.org/privacy']);
    assert.match((await open(slack)).text, /Ask whoever looks after data protection/);
    assert.throws(() => readConfig({ ...slack, DATA_CONTACT: 'javascript:alert(1)' }, false), /DATA_CONTACT/);
  });

  it('gives a DPIA starter to download, with what is known and blanks for the rest', async () => {
    const { text, response } = await open({ ...slack, PUBLIC_URL: 'https://outloud.example.org' }, '/dpia');
    assert.match(
      response.headers.get('content-disposition') ?? '',
      /^attachment; filename="outloud-dpia-starter\.html"$/,
    );
    assert.match(text, /made on 28 May 2027 from the settings of the Outloud at https:\/\/outloud\.example\.org/);
    assert.match(text, /Controller: \[your organisation\]/);
    assert.ok(text.includes(en.held.notes.kept) && text.includes('channels:history'));
  });

  it('has one title, headings in order, links that lead somewhere, and named pictures and tables', async () => {
    const { page } = await open({ ...slack, ...teams });
    const levels = [...page.querySelectorAll('h1, h2, h3')].map(({ tagName }) => Number(tagName.slice(1)));
    assert.equal(levels[0], 1);
    assert.equal(levels.filter((level) => level === 1).length, 1);
    for (const [at, level] of levels.entries()) assert.ok(at === 0 || level - (levels[at - 1] ?? 0) <= 1);
    const inside = [...page.querySelectorAll('a[href^="#"]')].map((link) => link.getAttribute('href') ?? '');
    assert.ok(inside.length >= 8);
    for (const target of inside) assert.ok(page.querySelector(target), target);
    assert.ok([...page.querySelectorAll('th')].every((cell) => cell.hasAttribute('scope')));
    assert.ok([...page.querySelectorAll('svg')].every((picture) => picture.getAttribute('aria-label')));
  });

  describe('in a browser', function () {
    this.timeout(60_000);
    let browser: Browser;
    before(async function () {
      browser = await chromiumOrSkip(this);
    });
    after(() => browser?.close());

    for (const width of [390, 1280]) {
      it(`fits into ${width} pixels, and every link can be reached by keyboard`, async () => {
        const page = await browser.newPage({ viewport: { width, height: 900 } });
        const refused: string[] = [];
        page.on('console', (message) => refused.push(message.text()));
        await page.goto(await serve({ ...slack, ...teams, ...rest }));
        assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width);
        // No word of the picture is outside of it or over its edge.
        const outside = await page.evaluate(`(() => {
          const { left, right } = document.querySelector('svg').getBoundingClientRect();
          const texts = [...document.querySelectorAll('svg text')].map((text) => text.getBoundingClientRect());
          return texts.filter((box) => box.left < left || box.right > right).length;
        })()`);
        assert.equal(outside, 0);
        const links = Number(await page.evaluate('document.links.length'));
        const reached = new Set<unknown>();
        for (let press = 0; press < links + 2; press++) {
          await page.keyboard.press('Tab');
          reached.add(await page.evaluate('document.activeElement.getAttribute("href")'));
        }
        assert.ok(reached.has('#can') && reached.has('/trust/dpia'));
        assert.deepEqual(refused, []);
        await page.close();
      });
    }
  });
});
