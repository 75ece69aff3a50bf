import assert from 'node:assert/strict';
import pg from 'pg';
import { createLogger } from '../../src/base/logger.ts';
import { testDatabaseUrl } from '../support/database.ts';

describe('the log', () => {
  function logged(details: object): string {
    const lines: string[] = [];
    createLogger({ level: 'info', to: { write: (line) => lines.push(line) } }).error(details, 'it failed');
    return lines.join('');
  }

  it('keeps the row to itself that PostgreSQL refuses, and says why it does', async () => {
    const client = new pg.Client(await testDatabaseUrl({ migrated: false }));
    await client.connect();
    await client.query('create table note (words text, place text not null, primary key (words))');
    const write = (words: string, place: string | null) =>
      client.query('insert into note values ($1, $2)', [words, place]);
    await write('what Maya wrote', 'here');
    const errors = await Promise.all(
      [write('what Maya wrote', 'there'), write('what Sam wrote', null)].map((each) => each.catch((error) => error)),
    );
    await client.end();
    for (const err of errors) {
      assert.match(err.detail, /wrote/);
      const line = logged({ err });
      assert.match(line, /violates (unique|not-null)/);
      assert.doesNotMatch(line, /wrote/);
    }
  });

  it('hides tokens wherever an error carries them', () => {
    const err = Object.assign(new Error('refused'), { config: { headers: { Authorization: 'Bearer s3cret' } } });
    assert.doesNotMatch(logged({ err, token: 's3cret', answer: { access_token: 's3cret' } }), /s3cret/);
  });
});
