import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Registry } from 'prom-client';
import sinon from 'sinon';
import { asId } from '../../src/base/ids.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import type { Page } from '../../src/features/feature.ts';
import { document, html } from '../../src/pages/document.ts';
import { savePeople } from '../../src/people/store.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { mountPages } from '../../src/web/pages.ts';
import { createWebServer, type WebServer } from '../../src/web/server.ts';
import { createSignedLinks, linkLivesMs } from '../../src/web/signed-link.ts';
import { testLogger, testStorage } from '../support/database.ts';

const amina: PersonId = asId(
  'teams:6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803:29:1AminaWhoseIdIsAsLongAsTeamsMakesThemNowadays',
);
const start = new Date('2027-05-28T10:00:00Z');

describe('pages behind a signed link', () => {
  let storage: Storage;
  let web: WebServer;
  let origin: string;
  let now = start;
  const links = createSignedLinks(randomBytes(32));
  const show = sinon.stub<Parameters<Page['show']>, ReturnType<Page['show']>>();

  before(async () => {
    storage = await testStorage();
    await savePeople(storage.db, [{ id: amina, workspace: asId('slack:T1'), name: 'Amina' }], start);
    web = createWebServer({ logger: testLogger, registry: new Registry() });
    mountPages(web.routes, {
      pages: [{ name: 'pilots', show }],
      links,
      transaction: (work) => storage.transaction(work),
      clock: { now: () => now },
      logger: testLogger,
    });
    origin = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}`;
    web.open();
  });
  after(async () => {
    await web.close();
    await storage.stop();
  });
  beforeEach(() => {
    now = start;
    show.reset();
    show.resolves({ kind: 'page', html: document({ title: 'Pilots', language: 'en', body: html`<p>Here</p>` }) });
  });

  const get = (name: string, key: string, query = '') => fetch(`${origin}/pages/${name}/${key}${query}`);

  it('show what is theirs to the person whom the link was given', async () => {
    const response = await get('pilots', links.sign('pilots', amina, now), '?words=q%26a');
    assert.equal(response.status, 200);
    assert.match(await response.text(), /<p>Here<\/p>/);
    const visit = show.firstCall.args[0];
    assert.equal(visit.person, amina);
    assert.equal(visit.query.get('words'), 'q&a');
    assert.equal(visit.now, start);
  });

  it('are asked for nothing that a database cannot keep', async () => {
    await get('pilots', links.sign('pilots', amina, now), '?team=a%00b&te%00am=c&words=%ED%A0%80');
    const { query } = show.firstCall.args[0];
    assert.deepEqual(query.getAll('team'), ['ab', 'c']);
    assert.ok(query.get('words')?.isWellFormed());
  });

  it('are kept by nobody on the way, run nothing and give their address away to nobody', async () => {
    const { headers } = await get('pilots', links.sign('pilots', amina, now));
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /style-src 'sha256-[\w+/]{43}='/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe|script|https?:|\*/);
  });

  it('hand out files by name', async () => {
    show.resolves({ kind: 'file', name: 'pilots.csv', type: 'text/csv; charset=utf-8', content: 'a,b' });
    const response = await get('pilots', links.sign('pilots', amina, now));
    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8');
    assert.equal(response.headers.get('content-disposition'), 'attachment; filename="pilots.csv"');
  });

  it('say kindly that a link has had its day, is broken, or shows nothing', async () => {
    const key = links.sign('pilots', amina, now);
    now = new Date(start.getTime() + linkLivesMs);
    const expired = await get('pilots', key);
    assert.equal(expired.status, 410);
    assert.match(await expired.text(), /This link has had its day.*Ask it for a new one/s);
    now = start;
    for (const [name, tried] of [
      ['pilots', `${key}x`],
      ['pilots', 'nonsense'],
      ['pilots', `${key}/more`],
      ['pilots', ''],
      ['pilots', links.sign('other', amina, now)],
      ['other', links.sign('other', amina, now)],
    ] as const) {
      const response = await get(name, tried);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /This link does not work/);
    }
    assert.ok(show.notCalled);
    show.resolves(undefined);
    assert.equal((await get('pilots', key)).status, 404);
    assert.equal((await get('pilots', links.sign('pilots', asId('slack:T1:Nobody'), now))).status, 404);
  });

  it('keep a failure’s own words to the log', async () => {
    show.rejects(new Error('relation "pilot" does not exist'));
    const response = await get('pilots', links.sign('pilots', amina, now));
    assert.equal(response.status, 500);
    const text = await response.text();
    assert.match(text, /Something went wrong/);
    assert.doesNotMatch(text, /relation/);
  });
});

describe('the markup of pages', () => {
  it('takes what people wrote as text, wherever it stands', () => {
    const evil = '"><script>alert(1)</script>&amp;';
    const page = document({
      title: evil,
      language: 'en',
      body: html`<p title=${evil}>${evil}</p><a href=${evil}>x</a>`,
    });
    assert.doesNotMatch(page, /<script/);
    assert.match(page, /<p title="&quot;>&lt;script>/);
  });
});
