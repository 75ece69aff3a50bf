import { systemClock } from '../../src/base/clock.ts';
import { asId } from '../../src/base/ids.ts';
import type { Logger } from '../../src/base/logger.ts';
import { createSlackAdapter } from '../../src/bots/slack/platform.ts';
import { createTeamsAdapter } from '../../src/bots/teams/platform.ts';
import { createReferenceStore, type Reference, type ReferenceKey } from '../../src/bots/teams/references.ts';
import type { Bot } from '../../src/chat/bot.ts';
import type { Platform } from '../../src/chat/platform.ts';
import { nothing } from '../../src/chat/reply.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { ServiceName } from '../service/running.ts';
import { conversationOf, tenant } from './workload.ts';

/** The real adapters, in front of one of the bench's services. */

const bot: Bot = { handle: async () => nothing };

export async function connect(
  name: ServiceName,
  { address, storage, logger }: { address: string; storage: Storage; logger: Logger },
): Promise<Platform> {
  const common = { bot, clock: systemClock, logger };
  if (name === 'slack') {
    const slack = { signingSecret: 'unused', botToken: 'xoxb-bench', apiUrl: `${address}/api/` };
    return (await createSlackAdapter({ ...common, ...slack, commands: [], shortcuts: [] })).platform;
  }
  const adapter = await createTeamsAdapter({
    ...common,
    appId: 'bench',
    password: 'a password',
    type: 'SingleTenant',
    tenantId: tenant,
    auth: 'on',
    // Keys on this machine: then its service may be here too.
    openIdMetadataUrl: `${address}/openidconfiguration`,
    loginUrl: address,
    db: storage.db,
  });
  return adapter.platform;
}

/** What Teams would have told of each conversation, when the bot came there. */
export async function introduce(channels: readonly string[], address: string, storage: Storage): Promise<void> {
  const common = { serviceUrl: `${address}/teams/`, tenantId: tenant, bot: { id: '28:bench' } };
  const known: [ReferenceKey, Reference][] = channels.map((id) => [
    conversationOf('teams', id),
    { ...common, conversation: { id, kind: 'direct' } },
  ]);
  const workspace: [ReferenceKey, Reference] = [asId(`teams:${tenant}`), common];
  await createReferenceStore(storage.db, systemClock).save(new Map([workspace, ...known]));
}
