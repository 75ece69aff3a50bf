import {
  ActivityHandler,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder';
import restify from 'restify';

/** restify with botbuilder, as the samples have it: tokens are verified, everything is taken, and nothing done. */

const metadata = process.env.TEAMS_OPENID_METADATA_URL;
const issuer = 'https://api.botframework.com';
const authentication = new ConfigurationBotFrameworkAuthentication(
  {
    ValidateAuthority: true,
    ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
    ToChannelFromBotOAuthScope: issuer,
    ToBotFromChannelTokenIssuer: issuer,
    OAuthUrl: issuer,
    ToBotFromChannelOpenIdMetadataUrl: metadata,
    ToBotFromEmulatorOpenIdMetadataUrl: metadata,
    CallerId: 'urn:botframework:azure',
  },
  new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: process.env.MICROSOFT_APP_ID,
    MicrosoftAppPassword: process.env.MICROSOFT_APP_PASSWORD,
    MicrosoftAppTenantId: process.env.MICROSOFT_APP_TENANT_ID,
    MicrosoftAppType: 'SingleTenant',
  }),
);

class Taking extends ActivityHandler {
  protected override async onInvokeActivity() {
    return {
      status: 200,
      body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Noted' },
    };
  }
}

const adapter = new CloudAdapter(authentication);
const handler = new Taking();
const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.get('/readyz', async (_req, res) => {
  res.send(200, { ok: true });
});
server.post('/api/messages', async (req, res) => {
  await adapter.process(req, res, (context) => handler.run(context));
});
server.listen(Number(process.env.PORT), '127.0.0.1');

process.on('SIGTERM', () => process.exit(0));
