import type { Holding } from '../../storage/holding.ts';
import { copyHighlights, copyHosting, copyReading, copyReplies } from './copy.ts';
import type { HighlightsDeps } from './deps.ts';
import { eraseHighlights, eraseHosting, eraseReading, eraseReplies } from './erase.ts';
import { highlightRetention } from './retention.ts';

/** What highlights hold of people. */
export function highlightsHoldings(deps: HighlightsDeps): readonly Holding[] {
  return [
    {
      kind: 'highlights',
      seen: { where: 'all' },
      tables: {
        highlight: {
          columns: {
            kind: 'ours',
            source: 'place',
            author_id: 'person',
            workspace_id: 'ours',
            home_id: 'place',
            home_thread: 'ours',
            content: 'words',
            state: 'choice',
            team: 'words',
            asked_by: 'person',
            asked_for: 'place',
            host_id: 'person',
          },
          workspace: ['workspace_id'],
        },
        highlight_copy: {
          columns: { conversation_id: 'place', state: 'ours', stopped_because: 'ours' },
          workspace: { by: 'highlight_id', of: 'highlight' },
        },
      },
      retention: [highlightRetention],
      count: async (db, person) => (await copyHighlights(db, person)).length,
      copy: copyHighlights,
      erase: (erasing) => eraseHighlights(deps, erasing),
    },
    {
      kind: 'highlightReplies',
      seen: { where: 'all' },
      tables: {
        highlight_reply: {
          columns: { conversation_id: 'place', person_id: 'person', text: 'words', message_id: 'ours' },
          workspace: { by: 'highlight_id', of: 'highlight' },
        },
        highlight_reply_copy: {
          columns: { conversation_id: 'place' },
          workspace: { by: 'reply_id', of: 'highlight_reply' },
        },
      },
      count: async (db, person) => (await copyReplies(db, person)).length,
      copy: copyReplies,
      erase: (erasing) => eraseReplies(deps, erasing),
    },
    {
      kind: 'highlightReading',
      seen: { where: 'count' },
      tables: {
        highlight_reader: { columns: { person_id: 'person' }, workspace: ['person_id'] },
        highlight_digest_item: { columns: { person_id: 'person' }, workspace: ['person_id'] },
        highlight_tap: { columns: { person_id: 'person', tapped_in: 'place' }, workspace: ['person_id'] },
      },
      count: async (db, person) => (await copyReading(db, person)).length,
      copy: copyReading,
      erase: eraseReading,
    },
    {
      kind: 'highlightHosting',
      seen: { where: 'all' },
      tables: {
        highlight_channel: {
          columns: {
            conversation_id: 'place',
            workspace_id: 'ours',
            topics: 'words',
            hours_from: 'ours',
            hours_until: 'ours',
            rhythm: 'ours',
            set_by: 'person',
          },
          workspace: ['workspace_id'],
        },
        highlight_proposal: {
          columns: { host_id: 'person', channels: 'place', reason: 'ours', state: 'choice' },
          workspace: { by: 'highlight_id', of: 'highlight' },
        },
        highlight_host: { columns: { person_id: 'person' }, workspace: ['person_id'] },
      },
      count: async (db, person) => (await copyHosting(db, person)).length,
      copy: copyHosting,
      erase: eraseHosting,
    },
  ];
}
