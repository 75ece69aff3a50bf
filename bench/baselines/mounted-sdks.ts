import { enableCompileCache } from 'node:module';

/** The same SDKs, imported and mounted as their own guides do it, and nothing else: what a start costs at the least. */

enableCompileCache();

const [{ default: bolt }, { default: botbuilder }, { Application }, { default: restify }] = await Promise.all([
  import('@slack/bolt'),
  import('botbuilder'),
  import('@microsoft/teams-ai'),
  import('restify'),
]);

const receiver = new bolt.HTTPReceiver({
  signingSecret: 'a signing secret',
  endpoints: '/slack/events',
  logLevel: bolt.LogLevel.ERROR,
});
const slack = new bolt.App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench' }), convoStore: false });
slack.command('/outloud', async ({ ack }) => ack());

const adapter = new botbuilder.CloudAdapter(new botbuilder.ConfigurationBotFrameworkAuthentication({}));
const teams = new Application();
teams.activity('message', async () => {});

const server = restify.createServer();
server.get('/readyz', async (_req, res) => {
  res.send(200, { ok: true });
});
server.post('/slack/events', (req, res, next) => {
  receiver.requestListener(req, res);
  next(false);
});
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, async (context) => {
    await teams.run(context);
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1');

// A normal exit writes the compile cache.
process.on('SIGTERM', () => process.exit(0));
