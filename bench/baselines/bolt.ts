import bolt from '@slack/bolt';

/** Bolt as its guide has it, with its own receiver and server: everything is acknowledged, and nothing done. */

const app = new bolt.App({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
  logLevel: bolt.LogLevel.ERROR,
  authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH', botUserId: 'U0BOT0001' }),
  customRoutes: [{ path: '/readyz', method: 'GET', handler: (_request, response) => void response.end() }],
});
app.command(/.*/, async ({ ack }) => ack('Noted'));
app.action(/.*/, async ({ ack }) => ack());
app.event(/.*/, async () => {});
await app.start(Number(process.env.PORT));

process.on('SIGTERM', () => process.exit(0));
