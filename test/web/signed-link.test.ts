import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { asId } from '../../src/base/ids.ts';
import type { PersonId } from '../../src/chat/ids.ts';
import { keepSecret } from '../../src/storage/secret.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createSignedLinks, linkLivesMs } from '../../src/web/signed-link.ts';
import { testStorage } from '../support/database.ts';

const amina: PersonId = asId('slack:T1:Amina');
const now = new Date('2027-05-28T10:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const links = createSignedLinks(randomBytes(32));

describe('a signed link', () => {
  it('opens one thing for one person, as often as they like', () => {
    const key = links.sign('pilots', amina, now);
    assert.equal(links.open(key, 'pilots', now), amina);
    assert.equal(links.open(key, 'pilots', later(linkLivesMs - 1)), amina);
    assert.match(key, /^[\w-]+\.[\w-]{43}$/, 'it stands in an address as it is');
  });

  it('opens nothing else', () => {
    assert.equal(links.open(links.sign('pilots', amina, now), 'facilitator', now), 'forged');
  });

  it('has had its time after an hour', () => {
    assert.equal(links.open(links.sign('pilots', amina, now), 'pilots', later(linkLivesMs)), 'expired');
  });

  it('cannot be made or changed without the secret', () => {
    const key = links.sign('pilots', amina, now);
    const [payload = '', signature = ''] = key.split('.');
    const forOther = Buffer.from(JSON.stringify(['pilots', 'slack:T1:Leah', later(linkLivesMs).getTime()]));
    const forged = [
      '',
      '.',
      'x',
      payload,
      `${payload}.`,
      `.${signature}`,
      `${payload}.${signature}.${signature}`,
      `${forOther.toString('base64url')}.${signature}`,
      `${payload}.${signature.slice(0, -2)}`,
      `${payload}.${'A'.repeat(43)}`,
      `${payload}x.${signature}`,
      `${payload}.${signature}A`,
      `${payload}.${signature}=`,
      `${payload}.${signature}\n`,
      `${payload}.!${signature}`,
      `${key}${key}`,
      `${key}.${key}`,
      createSignedLinks(randomBytes(32)).sign('pilots', amina, now),
      'a'.repeat(100_000),
    ];
    for (const each of forged) assert.equal(links.open(each, 'pilots', now), 'forged', each.slice(0, 80));
  });
});

describe('the secret that Outloud makes for itself', () => {
  let storage: Storage;
  before(async () => {
    storage = await testStorage();
  });
  after(() => storage.stop());

  it('is made once, however many start at the same time', async () => {
    const secrets = await Promise.all(Array.from({ length: 8 }, () => keepSecret(storage.db, 'signed-links')));
    assert.equal(new Set(secrets.map((each) => Buffer.from(each).toString('hex'))).size, 1);
    assert.equal(secrets[0]?.length, 32);
    assert.notDeepEqual(await keepSecret(storage.db, 'another'), secrets[0]);
  });
});
