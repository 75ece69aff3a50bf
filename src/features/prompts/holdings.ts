import type { Holding } from '../../storage/holding.ts';

/** What working out loud holds of people. */
export const promptsHoldings: readonly Holding[] = [
  {
    kind: 'notes',
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
  },
  {
    kind: 'noteReplies',
    tables: {
      update_reply: { columns: { person_id: 'person', text: 'words' }, workspace: { by: 'update_id', of: 'update' } },
    },
  },
  {
    kind: 'noteTaps',
    tables: {
      update_tap: { columns: { person_id: 'person', tap: 'choice' }, workspace: { by: 'update_id', of: 'update' } },
    },
  },
  {
    kind: 'rhythm',
    tables: {
      community_member: { columns: { person_id: 'person', state: 'choice' }, workspace: ['person_id'] },
      round: { columns: { person_id: 'person', prompt_id: 'ours', state: 'choice' }, workspace: ['person_id'] },
    },
  },
  {
    kind: 'setups',
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
      own_prompt: {
        columns: { id: 'ours', text: 'words', author_id: 'person' },
        workspace: { by: 'community_id', of: 'community' },
      },
    },
  },
];
