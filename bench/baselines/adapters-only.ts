import { enableCompileCache } from 'node:module';
import { Registry } from 'prom-client';
import { systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { createSlackAdapter } from '../../src/bots/slack/platform.ts';
import { createTeamsAdapter } from '../../src/bots/teams/platform.ts';
import type { Reference, ReferenceKey, ReferenceStore } from '../../src/bots/teams/references.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { Message } from '../../src/chat/message.ts';
import { note, nothing } from '../../src/chat/reply.ts';
import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/storage/pool.ts';
import { createWebServer } from '../../src/web/server.ts';

/** The same adapters on the same web server, without our core: every event gets the same words, nothing is kept. */

enableCompileCache();

const { config } = readConfig(process.env, false);
if (!config.slack || !config.teams) throw new Error('both platforms must be set up');
const logger = createLogger({ level: config.logLevel });
const words: Message = { text: 'Welcome back. Nothing is planned for you at the moment.' };
const bot: Bot = {
  handle: async ({ answers }) => (answers.note ? note(words) : nothing),
};

const kept = new Map<ReferenceKey, Reference>();
const references: ReferenceStore = {
  find: async (key) => kept.get(key),
  async prepare() {},
  async save(found) {
    for (const [key, reference] of found) kept.set(key, { ...kept.get(key), ...reference });
  },
  channelsOf: async () => [],
};

const common = { bot, clock: systemClock, logger };
const web = createWebServer({ logger, registry: new Registry() });
const adapters = [
  await createSlackAdapter({ ...common, ...config.slack, oauth: undefined, commands: ['outloud'], shortcuts: [] }),
  // Never asked: connections are opened by the first query, and references are kept here.
  await createTeamsAdapter({ ...common, ...config.teams, db: openDatabase('postgres://nowhere', logger), references }),
];
for (const adapter of adapters) {
  adapter.mount(web.routes);
}
web.routes.get('/readyz', async (_req, res) => {
  res.send(200, { ok: true });
});
await web.listen(config.port, config.host);
web.open();

process.on('SIGTERM', () => process.exit(0));
