import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { systemClock } from '../../../../src/base/clock.ts';
import { clientOptions, createSlackCaller, createSlackClients } from '../../../../src/bots/slack/client.ts';
import { workspaceIdOf } from '../../../../src/bots/slack/ids.ts';
import { createAccess, createHandInstall } from '../../../../src/bots/slack/installs/access.ts';
import { createGrants, type Grants } from '../../../../src/bots/slack/installs/grants.ts';
import { createSlackOAuth } from '../../../../src/bots/slack/installs/oauth.ts';
import { createGrantedTokens } from '../../../../src/bots/slack/installs/tokens.ts';
import { createInstallWatch, type InstallWatch } from '../../../../src/bots/slack/installs/watch.ts';
import { createSealing } from '../../../../src/storage/sealing.ts';
import type { Storage } from '../../../../src/storage/storage.ts';
import { testLogger, testStorage } from '../../../support/database.ts';
import { createScriptedBot, type ScriptedBot } from '../adapter.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';

const [byOAuth, byHand] = [workspaceIdOf('T0BYOAUTH1'), workspaceIdOf('T061EG9R6')];
const granted = new Date('2027-03-01T10:00:00.700Z');

describe('whether a workspace still lets us in', () => {
  let storage: Storage;
  let slack: FakeSlack;
  let bot: ScriptedBot;
  let grants: Grants;
  let secret: Buffer;

  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());
  beforeEach(async () => {
    slack = await startFakeSlack();
    bot = createScriptedBot();
    secret = randomBytes(32);
    grants = createGrants(storage.db, createSealing(secret));
    await grants.keep({
      workspace: byOAuth,
      tokens: { access: 'xoxb-granted' },
      expiresAt: null,
      grantedAt: granted,
      botUser: 'U0BOT0001',
      scopes: [],
    });
  });
  afterEach(() => slack.close());

  function open(sealedWith = secret): InstallWatch & { access: ReturnType<typeof createAccess> } {
    const settings = clientOptions({ apiUrl: slack.apiUrl, logger: testLogger });
    const own = createGrants(storage.db, createSealing(sealedWith));
    const caller = createSlackCaller(settings);
    const app = { clientId: 'a', clientSecret: 'b', redirectUrl: 'http://127.0.0.1/' };
    const oauth = createSlackOAuth({ ...app, apiUrl: slack.apiUrl, caller });
    const common = { db: storage.db, realClock: systemClock, logger: testLogger };
    const tokens = createGrantedTokens({ ...common, grants: own, oauth });
    const hand = createHandInstall('xoxb-hand', createSlackCaller(settings, 'xoxb-hand'));
    const access = createAccess({ granted: tokens, hand });
    const clients = createSlackClients(access, settings);
    const watch = createInstallWatch({
      grants: own,
      tokens,
      hand,
      clients,
      bot,
      clock: systemClock,
      logger: testLogger,
    });
    return { ...watch, access };
  }

  const later = (ms: number) => new Date(granted.getTime() + ms);
  const told = () =>
    bot.events.map((event) => [event.workspace, event.kind === 'installation' ? event.change : event.kind]);

  it('uses the token by hand for its own workspace alone', async () => {
    const { access } = open();
    assert.equal(await access.tokenFor(byOAuth), 'xoxb-granted');
    assert.equal(await access.tokenFor(byHand), 'xoxb-hand');
    await assert.rejects(access.tokenFor(workspaceIdOf('T0SOMEBODY')), { code: 'unauthorized' });
  });

  it('is not over by an older word, nor by a newer one while its token works', async () => {
    const watch = open();
    assert.equal(await watch.isOver(byOAuth, later(-2_000)), false);
    assert.equal(slack.callsOf('auth.test').length, 0);
    assert.equal(await watch.isOver(byOAuth, later(0)), false);
    assert.equal(await watch.isOver(byOAuth, later(60_000)), false);
  });

  it('is over by a newer word once the token is refused, or cannot be tried', async () => {
    slack.answer('auth.test', { ok: false, error: 'account_inactive' });
    assert.equal(await open().isOver(byOAuth, later(60_000)), true);
    slack.fail({ status: 500 });
    assert.equal(await open().isOver(byOAuth, later(60_000)), true);
    assert.equal(await open(randomBytes(32)).isOver(byOAuth, later(60_000)), true);
  });

  it('is found out once a day where Slack’s word was missed', async () => {
    slack.answer('auth.test', { ok: false, error: 'account_inactive' });
    await open().lookRound();
    assert.deepEqual(told(), [[byOAuth, 'removed']]);
    assert.equal(await grants.find(byOAuth), undefined);
  });

  it('is not taken for over while Slack cannot be asked, or the key is not there', async () => {
    for (const error of ['internal_error', 'invalid_auth', 'token_expired']) {
      slack.answer('auth.test', { ok: false, error });
      await open().lookRound();
    }
    await open(randomBytes(32)).lookRound();
    assert.deepEqual(
      told().filter(([, change]) => change === 'removed'),
      [],
    );
    assert.ok(await grants.find(byOAuth));
  });

  it('is told of by hand the first time that its token works', async () => {
    await open().lookRound();
    assert.deepEqual(told(), [[byHand, 'added']]);
  });
});
