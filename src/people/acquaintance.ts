import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Conversation } from '../chat/conversation.ts';
import type { ConversationId, PersonId } from '../chat/ids.ts';
import type { Person } from '../chat/person.ts';
import type { Database } from '../storage/schema.ts';
import { type Circumstances, meetPerson, refreshAfterMs, saveConversation } from './store.ts';

/**
 * The people and places that events name, as they are kept. They are read along with what is asked anyway, and as most
 * are as they were, nothing is written and nothing locked: people who act at once in one channel do not wait for each
 * other.
 */
export interface Acquaintance {
  /** Keeps what is new about a person. */
  meet(trx: Transaction<Database>, person: Person, circumstances: Circumstances): Promise<Meeting>;
  /** Keeps what is new about a conversation. */
  visit(trx: Transaction<Database>, conversation: Conversation): Promise<Visit>;
}

interface Visit {
  /** Nobody has looked yet who is in it. */
  readonly isUnseen: boolean;
  /** It was known by another name. */
  readonly isRenamed: boolean;
}

interface Meeting {
  /** The platform should be asked about this person. */
  readonly isStale: boolean;
  /** They are in another time zone than we knew. */
  readonly hasMoved: boolean;
}

interface KnownPerson {
  readonly id: PersonId;
  readonly name: string;
  readonly timeZone: string | null;
  readonly locale: string | null;
  readonly stale: boolean;
}

interface KnownConversation {
  readonly id: ConversationId;
  readonly kind: string;
  readonly name: string | null;
  /** Somebody has looked who is in it. */
  readonly seen: boolean;
}

export interface Glance {
  readonly people: readonly KnownPerson[];
  readonly conversations: readonly KnownConversation[];
}

interface Named {
  readonly people: readonly PersonId[];
  readonly conversations: readonly ConversationId[];
}

/** Two columns, `people` and `conversations`, for a `select` of one row. */
export function glanceAt({ people, conversations }: Named, now: Date): RawBuilder<Glance> {
  const asked = new Date(now.getTime() - refreshAfterMs);
  return sql<Glance>`
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'timeZone', time_zone, 'locale', locale,
        'stale', refreshed_at is null or refreshed_at < ${asked}::timestamptz)), '[]')
      from person where id = any(${people}::text[])) as people,
    (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'name', name,
        'seen', members_at is not null)), '[]')
      from conversation where id = any(${conversations}::text[])) as conversations`;
}

export function createAcquaintance(glance: Glance): Acquaintance {
  const people = new Map(glance.people.map((person) => [person.id, person]));
  const conversations = new Map(glance.conversations.map((conversation) => [conversation.id, conversation]));

  return {
    async meet(trx, person, circumstances) {
      const known = people.get(person.id);
      if (known && !isNews(person, known)) return { isStale: known.stale, hasMoved: false };
      const stale = await meetPerson(trx, person, circumstances);
      const { id, name } = person;
      const { timeZone = known?.timeZone ?? null, locale = known?.locale ?? null } = person;
      people.set(id, { id, name: known?.name || name, timeZone, locale, stale });
      return { isStale: stale, hasMoved: timeZone !== (known?.timeZone ?? null) };
    },

    async visit(trx, conversation) {
      const { id, kind, name } = conversation;
      const known = conversations.get(id);
      const seen = kind === 'direct' || known?.seen === true;
      if (known?.kind === kind && (name === undefined || known.name === name))
        return { isUnseen: !seen, isRenamed: false };
      await saveConversation(trx, conversation);
      conversations.set(id, { id, kind, name: name ?? known?.name ?? null, seen });
      return { isUnseen: !seen, isRenamed: known !== undefined && name !== undefined && known.name !== name };
    },
  };
}

/** What came along with an event only fills gaps in a name; a language and a zone may change. */
function isNews(person: Person, known: KnownPerson): boolean {
  return (
    (known.name === '' && person.name !== '') ||
    (person.timeZone !== undefined && person.timeZone !== known.timeZone) ||
    (person.locale !== undefined && person.locale !== known.locale)
  );
}
