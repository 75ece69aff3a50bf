import type { Kysely } from 'kysely';
import type { Choice } from '../../cards/elements.ts';
import type { Words } from '../../cards/words.ts';
import type { ConversationId, PersonId } from '../../chat/ids.ts';
import { channelsOf } from '../../people/members.ts';
import type { Database } from '../../storage/schema.ts';
import type { Pilot } from './pilot.ts';

/** Who is meant to see a pilot: a choice in forms, a line on cards. */

export type Audience = Pick<Pilot, 'seen_by' | 'seen_in'>;

export const onlyMe: Audience = { seen_by: 'me', seen_in: null };

/** What a list can hold (Slack's limit is 100). */
const mostChannels = 90;

/** The narrowest first. */
export async function audiencesFor(db: Kysely<Database>, words: Words, person: PersonId): Promise<Choice[]> {
  return [
    { value: 'me', title: words('pilots.audience.me') },
    ...(await channelChoices(db, words, person)).map(({ value, title }) => ({
      value: `in:${value}`,
      title: words('pilots.audience.channel', { place: title }),
    })),
    { value: 'everyone', title: words('pilots.audience.everyone') },
  ];
}

/** The channels that the app and the person are both in. */
export async function channelChoices(db: Kysely<Database>, words: Words, person: PersonId): Promise<Choice[]> {
  const channels = await channelsOf(db, person);
  return channels
    .slice(0, mostChannels)
    .map(({ id, name }) => ({ value: id, title: name ?? words('pilots.audience.place') }));
}

export function audienceValue({ seen_by, seen_in }: Audience): string {
  return seen_by === 'channel' ? `in:${seen_in}` : seen_by;
}

/** What a form sent, where the person may choose it. */
export async function readAudience(
  db: Kysely<Database>,
  person: PersonId,
  value: string | undefined,
): Promise<Audience | undefined> {
  if (value === 'me' || value === 'everyone') return { seen_by: value, seen_in: null };
  const channel = await readChannel(db, person, value?.replace(/^in:/, ''));
  return channel && { seen_by: 'channel', seen_in: channel };
}

/** A channel that the person is in. */
export async function readChannel(
  db: Kysely<Database>,
  person: PersonId,
  value: string | undefined,
): Promise<ConversationId | undefined> {
  return (await channelsOf(db, person)).find((channel) => channel.id === value)?.id;
}

/** "People in #digital-network can see this." */
export async function whoSees(db: Kysely<Database>, words: Words, audience: Audience): Promise<string> {
  if (audience.seen_by === 'me') return words('pilots.audience.whoMe');
  if (audience.seen_by === 'everyone') return words('pilots.audience.whoEveryone');
  return words('pilots.audience.whoChannel', { place: await placeName(db, words, audience.seen_in) });
}

export async function placeName(
  db: Kysely<Database>,
  words: Words,
  conversation: ConversationId | null,
): Promise<string> {
  const row = await db.selectFrom('conversation').select('name').where('id', '=', conversation).executeTakeFirst();
  return row?.name ?? words('pilots.audience.place');
}
