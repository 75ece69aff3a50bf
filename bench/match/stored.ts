import { sql } from 'kysely';
import { systemClock } from '../../src/base/clock.ts';
import { createLogger } from '../../src/base/logger.ts';
import { chooseHighlights } from '../../src/choosing/choose.ts';
import { heldActs } from '../../src/features/prompts/held-acts.ts';
import { openStorage, type Storage } from '../../src/storage/storage.ts';
import { loadTalk } from '../../src/talk-graph/load.ts';
import type { Talk } from '../../src/talk-graph/talk.ts';
import { residentMb } from '../proc.ts';

/**
 * A process of its own: the talk graph of 10,000 teams, 100,000 people and 50,000 threads is read from a database, and a
 * host's notes are chosen from. What counts is how long anybody else would have to wait for the process meanwhile.
 */

const now = new Date('2027-06-07T09:00:00Z');
const offers = 100;
const placesPerOffer = 50;

const storage = await openStorage({
  dataDir: process.env.DATA_DIR ?? '',
  logger: createLogger({ level: 'error' }),
  clock: systemClock,
});
await fill(storage);
globalThis.gc?.();
const before = residentMb(process.pid);
const loading = await watched(() => loadTalk(storage.db, [heldActs], now));
const mb = residentMb(process.pid) - before;
const choosing = await watched(() => choose(loading.result));
await storage.stop();
console.log(
  JSON.stringify({
    measured: {
      load: { seconds: loading.seconds, longestBlockMs: loading.longestBlockMs, mb },
      choose: { seconds: choosing.seconds, longestBlockMs: choosing.longestBlockMs, chosen: choosing.result.length },
    },
  }),
);

/**
 * The longest that the process was kept busy without a turn for anybody else, in its own time: what other programs take
 * from it on a busy machine is not counted.
 */
async function watched<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number; longestBlockMs: number }> {
  const usedMs = (): number => {
    const { user, system } = process.threadCpuUsage();
    return (user + system) / 1_000;
  };
  let [last, longestBlockMs] = [usedMs(), 0];
  const turns = setInterval(() => {
    const now = usedMs();
    [last, longestBlockMs] = [now, Math.max(longestBlockMs, now - last)];
  }, 1);
  const start = performance.now();
  const result = await work();
  const seconds = (performance.now() - start) / 1_000;
  clearInterval(turns);
  return { result, seconds, longestBlockMs };
}

function choose(talk: Talk) {
  const place = (number: number): string => `slack:T1:C${(number * 37) % 10_000}`;
  return chooseHighlights({
    offers: Array.from({ length: offers }, (_, offer) => ({
      id: `o${offer}`,
      from: place(offer),
      text: Array.from({ length: 40 }, (__, word) => `w${(offer * 41 + word * 13) % 5_000}x`).join(' '),
      to: Array.from({ length: placesPerOffer }, (__, index) => place(offer * 7 + index * 11 + 1)),
    })),
    posted: [],
    talk,
    now,
    seed: 1,
  });
}

/** Made up in the database itself: everybody writes in three places, and every note has one tap. */
async function fill({ db }: Storage): Promise<void> {
  const person = (number: string) => sql.raw(`'slack:T1:U' || (${number}) % 100000`);
  const place = (number: string) => sql.raw(`'slack:T1:C' || (${number}) % 10000`);
  await sql`insert into conversation (id, workspace_id, kind, name)
    select ${place('n')}, 'slack:T1', 'channel', 'channel ' || n from generate_series(0, 9999) n`.execute(db);
  await sql`insert into conversation_member (conversation_id, person_id)
    select distinct ${place('p * (1 + 17 * k) + k')}, ${person('p')}
    from generate_series(0, 99999) p, generate_series(0, 2) k`.execute(db);
  await sql`insert into talk_presence (conversation_id, person_id, count, at, since)
    select distinct ${place('p * (1 + 17 * k) + k')}, ${person('p')}, 2.5, ${now}::timestamptz - interval '9 days', ${now}::timestamptz
    from generate_series(0, 99999) p, generate_series(0, 2) k`.execute(db);
  await sql`insert into talk_tie (one_id, other_id, count, at)
    select least(a, b), greatest(a, b), 1.5, ${now}::timestamptz - interval '9 days' from (
      select distinct ${place('n')} as a, ${place('n * 7 + k * 131 + 1')} as b
      from generate_series(0, 9999) n, generate_series(1, 20) k) pairs
    where a <> b on conflict do nothing`.execute(db);
  await sql`insert into talk_week (from_id, to_id, week, replies)
    select one_id, other_id, '2027-05-31', 2 from talk_tie`.execute(db);
  await sql`insert into community (id, conversation_id, workspace_id, name, kind, asked, weekdays, time_of_day, every_weeks, themes, created_by, created_at, starts_at)
    select gen_random_uuid(), id, workspace_id, name, 'community', 'members', '{3}', '14:00', 1, '{}', 'slack:T1:U1', ${now}, ${now}
    from conversation`.execute(db);
  // Common words are common, and most are rare.
  await sql`insert into "update" (id, person_id, question, fields, community_id, state, created_at, posted_at)
    select gen_random_uuid(), ${person('row_number() over () * 7')}, 'What did you learn?',
      jsonb_build_array(jsonb_build_object('label', '', 'value', (
        select string_agg('w' || floor(power(random(), 3) * 5000) || 'x', ' ') from generate_series(1, 40 + n * 0)))),
      community.id, 'posted', ${now}::timestamptz - n * interval '5 days', ${now}::timestamptz - n * interval '5 days'
    from community, generate_series(1, 5) n`.execute(db);
  await sql`insert into update_tap (update_id, person_id, tap, tapped_at)
    select id, ${person('row_number() over () * 11')}, 'useful', posted_at + interval '1 hour' from "update"`.execute(
    db,
  );
  await sql`analyze`.execute(db);
}
