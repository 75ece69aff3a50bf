import assert from 'node:assert/strict';
import { Registry } from 'prom-client';
import { createWebServer, type WebServer } from '../../src/web/server.ts';
import { testLogger } from '../support/database.ts';
import { until } from '../support/until.ts';

describe('the web server', () => {
  let web: WebServer;
  let address: string;
  let registry: Registry;
  let release: () => void;

  beforeEach(async () => {
    registry = new Registry();
    web = createWebServer({ logger: testLogger, registry, mostUnderWay: 3 });
    const { promise: held, resolve } = Promise.withResolvers<void>();
    release = resolve;
    web.routes.get('/slow', async (_req, res) => {
      await held;
      res.send(200, 'done');
    });
    for (const path of ['/quick', '/healthz']) {
      web.routes.get(path, async (_req, res) => {
        res.send(200, 'done');
      });
    }
    address = `http://127.0.0.1:${await web.listen(0, '127.0.0.1')}`;
  });
  afterEach(async () => {
    release();
    await web.close();
  });

  const get = (path: string) => fetch(address + path);

  async function underWay(count: number): Promise<void> {
    await until(async () => (await registry.metrics()).includes(`outloud_http_under_way ${count}`));
  }

  it('answers only how it is until it is open', async () => {
    assert.equal((await get('/quick')).status, 503);
    assert.equal((await get('/healthz')).status, 200);
    web.open();
    assert.equal((await get('/quick')).status, 200);
  });

  it('refuses more than it can hold, says when to come again, and still says how it is', async () => {
    web.open();
    const held = [get('/slow'), get('/slow'), get('/slow')];
    await underWay(3);
    const refused = await get('/quick');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '2']);
    assert.match(await refused.text(), /Many people/);
    assert.equal((await get('/healthz')).status, 200);
    release();
    assert.deepEqual(
      (await Promise.all(held)).map(({ status }) => status),
      [200, 200, 200],
    );
    await underWay(0);
    assert.equal((await get('/quick')).status, 200);
  });

  it('finishes what runs before it closes, and takes nothing new', async () => {
    web.open();
    const held = get('/slow');
    await underWay(1);
    const closing = web.close();
    await assert.rejects(get('/quick'));
    release();
    assert.equal((await held).status, 200);
    await closing;
  });

  it('counts what it answered, by route and status', async () => {
    web.open();
    for (const path of ['/quick', '/quick', '/nowhere/7']) await (await get(path)).text();
    const metrics = await registry.metrics();
    assert.match(metrics, /outloud_http_seconds_count\{route="\/quick",status="200"\} 2/);
    assert.match(metrics, /outloud_http_seconds_count\{route="none",status="404"\} 1/);
  });
});
