import { generateKeyPair, randomBytes, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { Identity } from './state.ts';
import type { Records } from './store.ts';

/** The secrets that the local services and the app share; made on the first run and kept. */
export async function keepIdentity(records: Records, now: Date): Promise<Identity> {
  const known = records.get('identity', 'playground');
  if (known?.slackClientSecret) return known;
  // One of an earlier version lacks what is new.
  const made = { ...(await makeIdentity(now)), ...known };
  records.put('identity', 'playground', made);
  await records.commit();
  return made;
}

async function makeIdentity(now: Date): Promise<Identity> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return {
    startedAt: now.toISOString(),
    slackSigningSecret: randomBytes(16).toString('hex'),
    slackBotToken: `xoxb-playground-${randomBytes(18).toString('hex')}`,
    slackClientSecret: randomBytes(16).toString('hex'),
    slackStateSecret: randomBytes(16).toString('hex'),
    teamsPassword: randomBytes(24).toString('base64url'),
    privateKeyPem: privateKey,
    keyId: randomUUID(),
  };
}
