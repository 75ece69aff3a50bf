import type { Holding } from '../storage/holding.ts';

/** What is held of who people are and where, what they may do, and what they changed. */
export const peopleHoldings: readonly Holding[] = [
  {
    kind: 'profile',
    tables: {
      person: {
        columns: { id: 'person', workspace_id: 'ours', name: 'name', time_zone: 'choice', locale: 'choice' },
        workspace: ['workspace_id'],
      },
      direct_conversation: { columns: { person_id: 'person', conversation_id: 'place' }, workspace: ['person_id'] },
      // What Teams has to be told to reach somebody: kept by conversation, by person and by organisation.
      teams_reference: { columns: { conversation_id: 'person', reference: 'name' }, workspace: ['conversation_id'] },
    },
  },
  {
    kind: 'places',
    tables: {
      conversation: {
        columns: { id: 'place', workspace_id: 'ours', kind: 'ours', name: 'place', access: 'ours' },
        workspace: ['workspace_id'],
      },
      conversation_member: {
        columns: { conversation_id: 'place', person_id: 'person' },
        workspace: ['conversation_id', 'person_id'],
      },
    },
  },
  {
    kind: 'roles',
    tables: {
      role_holder: {
        columns: { workspace_id: 'ours', person_id: 'person', role: 'ours', given_by: 'person' },
        workspace: ['workspace_id'],
      },
    },
  },
  {
    kind: 'changes',
    tables: {
      audit: {
        columns: {
          workspace_id: 'ours',
          person_id: 'person',
          what: 'ours',
          about_person: 'person',
          about_place: 'place',
          detail: 'ours',
        },
        workspace: ['workspace_id'],
      },
    },
  },
];
