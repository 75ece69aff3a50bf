import { type Answer, type Call, parse, type Service } from './answer.ts';
import type { Ledger } from './ledger.ts';
import { createLimits, createWindows } from './limits.ts';

/*
 * The Bot Connector and its token authority. 7 a second, 8 in two, 60 in thirty and 1,800 an hour for each conversation,
 * 50 a second for the app in a tenant (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
 * It does not say how long to wait, and cannot be asked whether a message arrived.
 */

export const conversationWindows = [
  { calls: 7, withinMs: 1_000 },
  { calls: 8, withinMs: 2_000 },
  { calls: 60, withinMs: 30_000 },
  { calls: 1_800, withinMs: 3_600_000 },
];

interface Activity {
  readonly text?: string;
  readonly channelData?: { readonly clientActivityID?: string };
}

export function createTeams(ledger: Ledger): Service {
  const ofConversation = createLimits(() => createWindows(conversationWindows));
  const ofApp = createWindows([{ calls: 50, withinMs: 1_000 }]);
  let sequence = 0;

  function answer(call: Call): Answer {
    if (isForTokens(call)) {
      return { status: 200, body: { token_type: 'Bearer', expires_in: 3_600, access_token: 'a token' } };
    }
    const place = conversationIn(call);
    if (place === undefined) return { status: 404, body: { error: { code: 'NotFound' } } };
    const limits = { conversation: ofConversation(place), app: ofApp };
    for (const [name, limit] of Object.entries(limits)) {
      if (limit.waitMs(call.at) === 0) continue;
      ledger.refuse(name, call.at);
      return refusal();
    }
    for (const limit of Object.values(limits)) limit.take(call.at);
    return call.method === 'POST' ? accept(place, call) : { status: 200, body: {} };
  }

  function accept(place: string, { body, at }: Call): Answer {
    const { text = '', channelData = {} } = parse(body) as Activity;
    const { clientActivityID: senderId } = channelData;
    ledger.accept({ place, text, senderId, at });
    sequence += 1;
    return { status: 201, body: { id: String(1_763_899_300_000 + sequence) }, took: text };
  }

  return {
    nameOf: (call) => (isForTokens(call) ? undefined : `${call.method} activities`),
    answer,
    refusal,
  };
}

function isForTokens({ path }: Call): boolean {
  return path.endsWith('/token');
}

function conversationIn({ path }: Call): string | undefined {
  const [, id] = /\/v3\/conversations\/([^/]+)\/activities/.exec(path) ?? [];
  return id === undefined ? undefined : decodeURIComponent(id);
}

function refusal(): Answer {
  return { status: 429, body: { error: { code: 'TooManyRequests', message: 'API calls quota exceeded' } } };
}
