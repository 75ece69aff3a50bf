import { createPrivateKey, createPublicKey, createSign, createVerify, randomUUID } from 'node:crypto';
import type { Clock } from '../../base/clock.ts';
import { asObject, asText, type JsonObject, parseObject } from '../json.ts';
import { teamsAppId, teamsTenant } from '../org.ts';
import type { Identity } from '../state.ts';

/*
 * Both kinds of token: what Teams shows to the app (its audience is the app), and what the app gets for its secret and
 * shows to the Bot Connector. Times are real, as the app's libraries judge them by the machine's clock.
 */

const botFramework = 'https://api.botframework.com';
const lifeSeconds = 3600;

export interface Tokens {
  /** For a request to the app, the same one for a while, as Teams does it; `serviceurl` has to be what the activity says (botframework-connector checks it). */
  forApp(serviceUrl: string): string;
  forConnector(): { token: string; expiresInSeconds: number };
  isForConnector(token: string): boolean;
  /** The public half, as `jwks_uri` gives it: endorsed for Teams. */
  readonly keys: JsonObject;
}

export function createTokens(identity: Identity, realClock: Clock): Tokens {
  const privateKey = createPrivateKey(identity.privateKeyPem);
  const publicKey = createPublicKey(privateKey);

  function seconds(): number {
    return Math.floor(realClock.now().getTime() / 1000);
  }

  function signed(claims: JsonObject): string {
    const header = { typ: 'JWT', alg: 'RS256', kid: identity.keyId, x5t: identity.keyId };
    const body = `${encoded(header)}.${encoded(claims)}`;
    return `${body}.${createSign('RSA-SHA256').update(body).sign(privateKey, 'base64url')}`;
  }

  function claimsOf(token: string): JsonObject | undefined {
    const [header = '', claims = '', signature = ''] = token.split('.');
    const verifier = createVerify('RSA-SHA256').update(`${header}.${claims}`);
    if (!verifier.verify(publicKey, signature, 'base64url')) return undefined;
    return parseObject(Buffer.from(claims, 'base64url').toString('utf8'));
  }

  let current: { serviceUrl: string; token: string; until: number } | undefined;

  return {
    forApp(serviceUrl) {
      const now = seconds();
      if (current?.serviceUrl === serviceUrl && now < current.until) return current.token;
      const token = signed({
        serviceurl: serviceUrl,
        nbf: now - 60,
        exp: now + lifeSeconds,
        iss: botFramework,
        aud: teamsAppId,
      });
      current = { serviceUrl, token, until: now + lifeSeconds / 2 };
      return token;
    },
    forConnector() {
      const now = seconds();
      const token = signed({
        aud: botFramework,
        iss: `https://sts.windows.net/${teamsTenant.id}/`,
        iat: now,
        nbf: now - 60,
        exp: now + lifeSeconds,
        appid: teamsAppId,
        tid: teamsTenant.id,
        uti: randomUUID(),
        ver: '1.0',
      });
      return { token, expiresInSeconds: lifeSeconds - 1 };
    },
    isForConnector(token) {
      const claims = asObject(claimsOf(token));
      const inTime = Number(claims.nbf) <= seconds() && Number(claims.exp) > seconds();
      return inTime && asText(claims.aud) === botFramework && asText(claims.appid) === teamsAppId;
    },
    keys: {
      keys: [
        {
          ...publicKey.export({ format: 'jwk' }),
          use: 'sig',
          kid: identity.keyId,
          x5t: identity.keyId,
          endorsements: ['msteams'],
        },
      ],
    },
  };
}

function encoded(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
