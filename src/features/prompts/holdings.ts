import type { Holding } from '../../storage/holding.ts';
import { copyNotes, copyReplies, copyRhythm, copySetups, copyTaps } from './copy.ts';
import type { PromptsDeps } from './deps.ts';
import { eraseNotes, eraseReplies, eraseRhythm, eraseSetups, eraseTaps } from './erase.ts';
import { copyJoining, eraseJoining } from './joining/leaving.ts';
import { askingRetention, draftRetention, noteRetention } from './retention.ts';

/** What working out loud holds of people. */
export function promptsHoldings(deps: PromptsDeps): readonly Holding[] {
  return [
    {
      kind: 'notes',
      seen: { where: 'all' },
      tables: {
        update: {
          columns: {
            person_id: 'person',
            prompt_id: 'ours',
            question: 'words',
            fields: 'words',
            draft: 'words',
            state: 'ours',
            shown_in: 'place',
          },
          workspace: ['person_id'],
        },
      },
      retention: [noteRetention, draftRetention],
      count: async (db, person) => (await copyNotes(db, person)).length,
      copy: copyNotes,
      erase: (erasing) => eraseNotes(deps, erasing),
    },
    {
      kind: 'noteReplies',
      seen: { where: 'all' },
      tables: {
        update_reply: { columns: { person_id: 'person', text: 'words' }, workspace: { by: 'update_id', of: 'update' } },
        greeting: { columns: { person_id: 'person', newcomer_id: 'person' }, workspace: ['person_id'] },
      },
      count: async (db, person) => (await copyReplies(db, person)).length,
      copy: copyReplies,
      erase: (erasing) => eraseReplies(deps, erasing),
    },
    {
      kind: 'noteTaps',
      seen: { where: 'count' },
      tables: {
        update_tap: {
          columns: { person_id: 'person', tap: 'choice', tapped_in: 'place' },
          workspace: { by: 'update_id', of: 'update' },
        },
      },
      count: async (db, person) => (await copyTaps(db, person)).length,
      copy: copyTaps,
      erase: eraseTaps,
    },
    {
      kind: 'rhythm',
      seen: {},
      tables: {
        community_member: { columns: { person_id: 'person', state: 'choice' }, workspace: ['person_id'] },
        round: { columns: { person_id: 'person', prompt_id: 'ours', state: 'choice' }, workspace: ['person_id'] },
      },
      retention: [askingRetention],
      count: async (db, person) => (await copyRhythm(db, person)).length,
      copy: copyRhythm,
      erase: eraseRhythm,
    },
    {
      kind: 'joining',
      seen: { where: 'all' },
      tables: {
        newcomer: {
          columns: { person_id: 'person', said: 'choice', offer: 'words' },
          workspace: ['person_id'],
        },
        newcomer_reply: {
          columns: { newcomer_id: 'person', person_id: 'person', text: 'words' },
          workspace: ['person_id'],
        },
        preference: {
          columns: { person_id: 'person', audience: 'choice', language: 'choice' },
          workspace: ['person_id'],
        },
      },
      count: async (db, person) => (await copyJoining(db, person)).length,
      copy: copyJoining,
      erase: (erasing) => eraseJoining(deps, erasing),
    },
    {
      kind: 'setups',
      seen: { where: 'all' },
      tables: {
        community: {
          columns: {
            conversation_id: 'place',
            workspace_id: 'ours',
            name: 'place',
            kind: 'ours',
            asked: 'ours',
            weekdays: 'ours',
            time_of_day: 'ours',
            themes: 'ours',
            created_by: 'person',
          },
          workspace: ['workspace_id'],
        },
        invitation: {
          columns: { person_id: 'person', message_id: 'ours' },
          workspace: { by: 'community_id', of: 'community' },
        },
        own_prompt: {
          columns: { id: 'ours', text: 'words', author_id: 'person' },
          workspace: { by: 'community_id', of: 'community' },
        },
      },
      count: async (db, person) => (await copySetups(db, person)).length,
      copy: copySetups,
      erase: eraseSetups,
    },
  ];
}
