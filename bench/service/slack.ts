import { type Answer, type Call, type Json, parse, type Service } from './answer.ts';
import type { Ledger } from './ledger.ts';
import { createBucket, createLimits, createWindows } from './limits.ts';

/*
 * Slack's Web API. Posts: 1 a second and channel (burst 4), 10 a second and workspace (burst 50), our reading of "1 a
 * second with short bursts" and "several hundred a minute"; everything else 50 a minute and method (tier 3). Messages are
 * kept with their metadata, so that a sender can ask whether one arrived.
 */

type Fields = Readonly<Record<string, string>>;

interface Message {
  readonly ts: string;
  readonly text: string;
  readonly metadata: unknown;
}

export function createSlack(ledger: Ledger): Service {
  const ofChannel = createLimits(() => createBucket({ perSecond: 1, burst: 4 }));
  const ofWorkspace = createBucket({ perSecond: 10, burst: 50 });
  const ofMethod = createLimits(() => createWindows([{ calls: 50, withinMs: 60_000 }]));
  const channels = new Map<string, Message[]>();
  let sequence = 0;

  function answer(call: Call): Answer {
    const method = methodOf(call);
    const fields = fieldsOf(call);
    if (method === 'chat.postMessage') return post(fields, call);
    if (method === 'auth.test') return ok({ user_id: 'U0BENCH', team_id: 'T0BENCH' });
    const limit = ofMethod(method);
    const waitMs = limit.waitMs(call.at);
    if (waitMs > 0) return refuse(method, waitMs, call);
    limit.take(call.at);
    if (method === 'conversations.history') return ok(history(fields));
    return ok({ channel: { id: fields.users ?? fields.channel } });
  }

  function post(fields: Fields, call: Call): Answer {
    const { channel = '' } = fields;
    const limits = { channel: ofChannel(channel), workspace: ofWorkspace };
    for (const [name, limit] of Object.entries(limits)) {
      const waitMs = limit.waitMs(call.at);
      if (waitMs > 0) return refuse(name, waitMs, call);
    }
    for (const limit of Object.values(limits)) limit.take(call.at);
    return accept(channel, fields, call.at);
  }

  function accept(channel: string, fields: Fields, at: number): Answer {
    const { text = '' } = fields;
    const metadata = parse(fields.metadata ?? '{}');
    const { delivery_id: senderId } = (metadata.event_payload ?? {}) as { delivery_id?: string };
    ledger.accept({ place: channel, text, senderId, at });
    sequence += 1;
    const ts = `${Math.floor(at / 1000)}.${String(sequence % 1_000_000).padStart(6, '0')}`;
    const messages = channels.get(channel) ?? [];
    messages.push({ ts, text, metadata });
    channels.set(channel, messages);
    return { ...ok({ channel, ts, message: { type: 'message', text, ts } }), took: text };
  }

  /** Newest first. */
  function history({ channel = '', limit = '100', cursor = '0' }: Fields): Json {
    const messages = (channels.get(channel) ?? []).toReversed();
    const end = Number(cursor) + Number(limit);
    const next = end < messages.length ? String(end) : '';
    return { messages: messages.slice(Number(cursor), end), response_metadata: { next_cursor: next } };
  }

  function refuse(limit: string, waitMs: number, { at }: Call): Answer {
    ledger.refuse(limit, at);
    return refusal(waitMs);
  }

  return { nameOf: methodOf, answer, refusal };
}

function methodOf({ path }: Call): string {
  return path.replace(/^\/api\//, '');
}

function fieldsOf({ body }: Call): Fields {
  return Object.fromEntries(new URLSearchParams(body));
}

function ok(body: Json): Answer {
  return { status: 200, body: { ok: true, ...body } };
}

/** Whole seconds, at least one, as Slack says it. */
function refusal(waitMs: number): Answer {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  return { status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(seconds) } };
}
