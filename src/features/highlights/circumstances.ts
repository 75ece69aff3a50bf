import { placesOf } from '../../people/places.ts';
import { loadLinks } from '../../people/workspace-links.ts';
import type { Moment } from './deps.ts';
import { type Circumstances, type Highlight, type Obstacle, obstacleTo } from './highlight.ts';
import { findChannels } from './store/channels.ts';
import { type CopyStanding, copiesOf } from './store/copies.ts';
import { withAuthorAtHome } from './store/highlights.ts';

/** A copy with everything that decides whether it may stand where it does, or go where it is meant to. */
export interface CopyCase extends Circumstances {
  readonly copy: CopyStanding;
  readonly obstacle: Obstacle | undefined;
}

/** Of all copies that are not stopped, read in a few statements however many they are. */
export async function casesOf(trx: Moment['trx'], highlights: readonly Highlight[]): Promise<CopyCase[]> {
  const byId = new Map(highlights.map((highlight) => [highlight.id, highlight]));
  const copies = await copiesOf(trx, [...byId.keys()]);
  if (copies.length === 0) return [];
  const conversations = copies.map(({ conversation_id }) => conversation_id);
  const places = await placesOf(trx, [...new Set([...conversations, ...highlights.map(({ home_id }) => home_id)])]);
  const channels = await findChannels(trx, conversations);
  const links = await loadLinks(
    trx,
    highlights.map(({ workspace_id }) => workspace_id),
  );
  const atHome = await withAuthorAtHome(trx, [...byId.keys()]);
  return copies.flatMap((copy) => {
    const highlight = byId.get(copy.highlight_id);
    if (!highlight) return [];
    const place = places.get(copy.conversation_id);
    const circumstances: Circumstances = {
      highlight,
      copy,
      home: places.get(highlight.home_id),
      place,
      channel: channels.get(copy.conversation_id),
      linked: place !== undefined && links.areLinked(highlight.workspace_id, place.workspace),
      authorIsThere: atHome.has(highlight.id),
      stands: copy.stands,
    };
    return [{ ...circumstances, copy, obstacle: obstacleTo(circumstances) }];
  });
}
