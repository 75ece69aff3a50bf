import type { Holding } from '../../storage/holding.ts';
import { copyPilots, copyRemarks } from './copy.ts';
import type { PilotsDeps } from './deps.ts';
import { erasePilots, eraseRemarks } from './erase.ts';
import { pilotDraftRetention } from './retention.ts';

/** What content pilots hold of people. */
export function pilotsHoldings(deps: PilotsDeps): readonly Holding[] {
  return [
    {
      kind: 'pilots',
      seen: { where: 'all' },
      tables: {
        pilot: {
          columns: {
            code: 'ours',
            workspace_id: 'ours',
            owner_id: 'person',
            team: 'words',
            state: 'ours',
            idea: 'words',
            channel: 'ours',
            content_type: 'ours',
            plan: 'words',
            seen_by: 'choice',
            seen_in: 'place',
            result: 'words',
            draft: 'words',
            verdict: 'ours',
            outcome: 'ours',
            stopped_because: 'words',
            borrowed_how: 'words',
            still: 'choice',
            posted_in: 'place',
            shown_in: 'place',
          },
          workspace: ['workspace_id'],
        },
        pilot_search: { columns: { keys: 'words' }, workspace: { by: 'pilot_id', of: 'pilot' } },
        pilot_note: { columns: { kind: 'ours', text: 'words' }, workspace: { by: 'pilot_id', of: 'pilot' } },
        pilot_edit: {
          columns: { field: 'ours', from_value: 'words', to_value: 'words' },
          workspace: { by: 'pilot_id', of: 'pilot' },
        },
        pilot_nudge: { columns: { kind: 'ours', state: 'ours' }, workspace: { by: 'pilot_id', of: 'pilot' } },
        pilot_conclusion: {
          columns: { author_id: 'person', text: 'words' },
          workspace: { by: 'family_id', of: 'pilot' },
        },
      },
      retention: [pilotDraftRetention],
      count: async (db, person) => (await copyPilots(db, person)).length,
      copy: copyPilots,
      erase: (erasing) => erasePilots(deps, erasing),
    },
    {
      kind: 'pilotRemarks',
      seen: { where: 'other' },
      tables: {
        pilot_question: {
          columns: { asker_id: 'person', text: 'words', answer: 'words' },
          workspace: { by: 'pilot_id', of: 'pilot' },
        },
        pilot_tap: {
          columns: { person_id: 'person', tapped_in: 'place' },
          workspace: { by: 'pilot_id', of: 'pilot' },
        },
      },
      count: async (db, person) => (await copyRemarks(db, person)).length,
      copy: copyRemarks,
      erase: (erasing) => eraseRemarks(deps, erasing),
    },
  ];
}
