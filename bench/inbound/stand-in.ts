import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * What the adapters call, on this machine, without limits and at once: Slack's Web API and its `response_url`, the Bot
 * Connector, its token authority and its keys.
 */
export interface StandIn {
  /** Ends without a slash. */
  readonly address: string;
  readonly settings: Readonly<Record<string, string>>;
  /** As Teams sends it along with every activity, for an hour. */
  readonly authorization: string;
  readonly serviceUrl: string;
  /** Whom Slack was asked about. */
  readonly askedAbout: ReadonlySet<string>;
  close(): void;
}

export const signingSecret = 'a signing secret for the bench';
export const appId = 'b7a1c9d4-52e6-4f08-a3bb-90c4d1e7f265';
export const tenantId = '6f3c1d2e-8a47-4b5e-9c11-27d0a5b4e803';

const keyId = 'bench';

export async function startStandIn(): Promise<StandIn> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = {
    ...publicKey.export({ format: 'jwk' }),
    kid: keyId,
    use: 'sig',
    alg: 'RS256',
    endorsements: ['msteams'],
  };
  const askedAbout = new Set<string>();
  let sequence = 0;

  function answer(path: string, body: string): object {
    sequence += 1;
    if (path.startsWith('/slack/users.info')) return { ok: true, user: userIn(body) };
    if (path.startsWith('/slack/')) return { ok: true, ts: `1732500000.${sequence}`, user_id: 'U0BOT0001' };
    if (path.endsWith('/openidconfiguration')) {
      return { issuer: 'https://api.botframework.com', jwks_uri: `${address}/teams/keys` };
    }
    if (path.endsWith('/keys')) return { keys: [jwk] };
    if (path.endsWith('/token')) return { token_type: 'Bearer', expires_in: 3600, access_token: 'a token' };
    return { id: String(1_763_899_300_000 + sequence) };
  }

  function userIn(body: string): object {
    const id = new URLSearchParams(body).get('user') ?? '';
    askedAbout.add(id);
    return { id, team_id: 'T061EG9R6', real_name: 'Maya Kaur', tz: 'Europe/London' };
  }

  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.once('end', () => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer(request.url ?? '', body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const serviceUrl = `${address}/teams/`;

  const standIn: StandIn = {
    address,
    serviceUrl,
    askedAbout,
    authorization: `Bearer ${tokenFor(serviceUrl, (text) => createSign('RSA-SHA256').update(text).sign(privateKey))}`,
    settings: {
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_BOT_TOKEN: 'xoxb-bench',
      SLACK_API_URL: `${address}/slack/`,
      MICROSOFT_APP_ID: appId,
      MICROSOFT_APP_PASSWORD: 'a password',
      MICROSOFT_APP_TENANT_ID: tenantId,
      TEAMS_OPENID_METADATA_URL: `${address}/teams/openidconfiguration`,
      TEAMS_LOGIN_URL: `${address}/teams`,
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return standIn;
}

function tokenFor(serviceUrl: string, sign: (text: string) => Buffer): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'https://api.botframework.com',
    aud: appId,
    serviceurl: serviceUrl,
    nbf: now - 60,
    exp: now + 3600,
  };
  const signed = `${encode({ alg: 'RS256', typ: 'JWT', kid: keyId })}.${encode(claims)}`;
  return `${signed}.${sign(signed).toString('base64url')}`;
}
