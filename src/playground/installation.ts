import { createHash } from 'node:crypto';
import type { Logger } from '../base/logger.ts';
import type { LocalSlack } from './slack/slack.ts';
import type { Kinds } from './state.ts';
import type { Records } from './store.ts';
import type { LocalTeams } from './teams/teams.ts';
import { type Answer, failureWords, isSuccess } from './web.ts';

interface Step {
  readonly key: string;
  readonly tell: (eventKey: string) => Promise<Answer>;
}

export interface InstallationOptions {
  readonly records: Records;
  readonly slack: LocalSlack;
  readonly teams: LocalTeams;
  readonly logger: Logger;
  readonly now: () => Date;
}

/**
 * Tells the app, once, that it was added everywhere: what it has confirmed is not told again, and what it has not is
 * told on the next start under the same event id.
 */
export async function tellInstallation(options: InstallationOptions): Promise<void> {
  const { records, logger } = options;
  const epoch = records.get('epoch', 'playground')?.number ?? 0;
  for (const { key, tell } of steps(options)) {
    if (records.get('told', key)) continue;
    const answer = await tell(eventKey(epoch, key));
    if (!isSuccess(answer)) {
      logger.warn({ step: key, reason: failureWords(answer) }, 'the playground could not tell of the installation');
      return;
    }
    records.put('told', key, { at: options.now().toISOString() });
    await records.commit();
  }
}

function steps({ slack, teams }: InstallationOptions): Step[] {
  const inSlack = slack.workspace.conversations
    .filter((conversation) => conversation.kind === 'channel' && slack.workspace.hasBot(conversation))
    .map((conversation) => ({
      key: `slack ${conversation.id}`,
      tell: (id: string) => slack.actions.botJoined(conversation, id),
    }));
  const inTeams = teams.world.conversations.flatMap((conversation, index) => {
    const person = conversation.person ?? conversation.people.find(({ administrator }) => administrator);
    // A team hears of it once, in its first channel; a guest has no apps of the organisation.
    const told = conversation.kind === 'channel' ? index === 0 : !person?.guest;
    if (!told || !person) return [];
    return [
      { key: `teams ${conversation.id}`, tell: (id: string) => teams.actions.installed({ person, conversation }, id) },
    ];
  });
  return [...inSlack, ...inTeams];
}

function eventKey(epoch: number, key: string): string {
  return `f:${createHash('sha256').update(`${epoch} ${key}`).digest('hex').slice(0, 24)}`;
}

/** Everything but the secrets and the clock, which the running app depends on. */
const forgotten: readonly (keyof Kinds)[] = [
  'told',
  'channel',
  'slack-channel',
  'slack-message',
  'slack-modals',
  'slack-home',
  'slack-response',
  'teams-message',
  'teams-dialog',
];

export async function forgetEverything(records: Records): Promise<void> {
  const epoch = records.get('epoch', 'playground')?.number ?? 0;
  records.removeAll(forgotten);
  records.put('epoch', 'playground', { number: epoch + 1 });
  await records.commit();
}
