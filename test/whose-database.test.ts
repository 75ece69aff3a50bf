import assert from 'node:assert/strict';
import { AppError } from '../src/base/errors.ts';
import { asId } from '../src/base/ids.ts';
import type { WorkspaceId } from '../src/chat/ids.ts';
import { readConfig } from '../src/config.ts';
import { slackWorkspace } from '../src/playground/org.ts';
import { openRecords } from '../src/playground/store.ts';
import type { Storage } from '../src/storage/storage.ts';
import { refuseOthersDatabase } from '../src/whose-database.ts';
import { testLogger, testStorage } from './support/database.ts';

describe('whose database it is', () => {
  const { config: playing } = readConfig({}, false);
  const { config: connected } = readConfig({ SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-1' }, false);
  let storage: Storage;

  beforeEach(async () => {
    storage = await testStorage();
  });
  afterEach(() => storage.stop());

  const start = (config: typeof playing) => refuseOthersDatabase(storage.db, config, testLogger);
  const refused = (words: RegExp) => (error: unknown) => error instanceof AppError && words.test(error.tell);

  async function install(workspace: WorkspaceId): Promise<void> {
    const row = { workspace_id: workspace, name: null, installed_by: null, installed_at: new Date() };
    await storage.db.insertInto('installation').values(row).execute();
  }

  async function play(): Promise<void> {
    const records = await openRecords(storage.db);
    records.put('clock', 'offset', { offsetMs: 0 });
    await records.commit();
    await install(asId(`slack:${slackWorkspace.id}`));
  }

  it('is anybody’s while it is empty', async () => {
    await start(playing);
    await start(connected);
  });

  it('is the playground’s once it was played in', async () => {
    await play();
    await start(playing);
    await assert.rejects(start(connected), refused(/made-up council.*Delete the folder .*DATA_DIR/));
  });

  it('is real people’s once Outloud was installed, and is never played in', async () => {
    await install(asId('slack:T0REAL'));
    await start(connected);
    await assert.rejects(start(playing), refused(/real people.*Set them up again/));
  });

  it('goes on where real people came to one that was played in', async () => {
    await play();
    await install(asId('slack:T0REAL'));
    await start(connected);
    await start(playing);
  });
});
