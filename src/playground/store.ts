import type { Insertable, JSONColumnType, Kysely } from 'kysely';
import type { Database } from '../storage/schema.ts';
import type { Kinds } from './state.ts';

interface PlaygroundRecordTable {
  kind: string;
  id: string;
  body: JSONColumnType<object, string, string>;
}

type PlaygroundTables = { playground_record: PlaygroundRecordTable };

/**
 * All of the playground's state, in memory for reading and in the database for lasting. Changes are made in memory at
 * once and are safe when `commit` resolves; nobody is answered before that.
 */
export interface Records {
  get<Kind extends keyof Kinds>(kind: Kind, id: string): Kinds[Kind] | undefined;
  /** By id, in no particular order. */
  all<Kind extends keyof Kinds>(kind: Kind): ReadonlyMap<string, Kinds[Kind]>;
  put<Kind extends keyof Kinds>(kind: Kind, id: string, body: Kinds[Kind]): void;
  remove(kind: keyof Kinds, id: string): void;
  removeAll(kinds: readonly (keyof Kinds)[]): void;
  commit(): Promise<void>;
  /** Grows with every change. */
  readonly version: number;
  onChange(listener: () => void): () => void;
}

/** Whether the playground has ever run on this database. */
export async function hasPlayed(database: Kysely<Database>): Promise<boolean> {
  const db = database.withTables<PlaygroundTables>();
  return (await db.selectFrom('playground_record').select('id').limit(1).executeTakeFirst()) !== undefined;
}

type Bodies = Map<string, Map<string, object>>;

export async function openRecords(database: Kysely<Database>): Promise<Records> {
  const db = database.withTables<PlaygroundTables>();
  const bodies: Bodies = new Map();
  for (const row of await db.selectFrom('playground_record').selectAll().execute()) {
    kindOf(bodies, row.kind).set(row.id, row.body);
  }

  /** What the database has not heard of yet: a body's key, and nothing more, as the newest body is the one to save. */
  let unsaved = new Map<string, { kind: string; id: string }>();
  let saving: Promise<void> = Promise.resolve();
  const listeners = new Set<() => void>();
  // Starts where no earlier run can have ended, so that a page that stayed open sees the change.
  let version = Date.now();

  function changed(kind: string, id: string): void {
    unsaved.set(`${kind}\n${id}`, { kind, id });
    version += 1;
  }

  function remove(kind: string, id: string): void {
    if (kindOf(bodies, kind).delete(id)) changed(kind, id);
  }

  async function save(): Promise<void> {
    if (unsaved.size === 0) return;
    const batch = unsaved;
    unsaved = new Map();
    try {
      await write(db, bodies, [...batch.values()]);
    } catch (error) {
      unsaved = new Map([...batch, ...unsaved]);
      throw error;
    }
    for (const listener of listeners) listener();
  }

  return {
    get: (kind, id) => bodies.get(kind)?.get(id) as never,
    all: (kind) => kindOf(bodies, kind) as never,
    put(kind, id, body) {
      kindOf(bodies, kind).set(id, body);
      changed(kind, id);
    },
    remove,
    removeAll(kinds) {
      for (const kind of kinds) {
        for (const id of kindOf(bodies, kind).keys()) remove(kind, id);
      }
    },
    commit() {
      const next = saving.then(save);
      saving = next.catch(() => undefined);
      return next;
    },
    get version() {
      return version;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function kindOf(bodies: Bodies, kind: string): Map<string, object> {
  const found = bodies.get(kind);
  if (found) return found;
  const made = new Map<string, object>();
  bodies.set(kind, made);
  return made;
}

async function write(
  db: Kysely<PlaygroundTables>,
  bodies: Bodies,
  keys: readonly { kind: string; id: string }[],
): Promise<void> {
  const rows: Insertable<PlaygroundRecordTable>[] = [];
  const gone: { kind: string; id: string }[] = [];
  for (const { kind, id } of keys) {
    const body = bodies.get(kind)?.get(id);
    if (body) rows.push({ kind, id, body: JSON.stringify(body) });
    else gone.push({ kind, id });
  }
  await db.transaction().execute(async (trx) => {
    for (let start = 0; start < rows.length; start += 1000) {
      await trx
        .insertInto('playground_record')
        .values(rows.slice(start, start + 1000))
        .onConflict((conflict) =>
          conflict.columns(['kind', 'id']).doUpdateSet((eb) => ({ body: eb.ref('excluded.body') })),
        )
        .execute();
    }
    for (const { kind, id } of gone) {
      await trx.deleteFrom('playground_record').where('kind', '=', kind).where('id', '=', id).execute();
    }
  });
}
