import type { Limits } from '../../chat/platform.ts';

/** https://docs.slack.dev/apis/web-api/rate-limits: tier 3, each method and workspace by itself. */
const tier3 = { calls: 50, withinMs: 60_000 };

/**
 * https://docs.slack.dev/reference/methods/chat.postMessage (text: best under 4,000) and .../views.open (title: 24).
 * Posts: "1 message per second to a specific channel, with short bursts", "several hundred per minute" in a workspace;
 * the bursts are our reading, and what a workspace does not like is unlearnt at its first refusal.
 */
export const slackLimits: Limits = {
  messageText: 4000,
  formTitle: 24,
  rates: [
    { per: 'conversation', calls: ['post'], rates: [{ calls: 1, withinMs: 1_000, burst: 3 }] },
    { per: 'workspace', calls: ['post'], rates: [{ calls: 10, withinMs: 1_000, burst: 40 }] },
    { per: 'workspace', calls: ['update'], rates: [tier3] },
    { per: 'workspace', calls: ['remove'], rates: [tier3] },
    { per: 'workspace', calls: ['open'], rates: [tier3] },
    { per: 'workspace', calls: ['find'], rates: [tier3] },
  ],
};

/** Limits that concern this adapter alone. */
export const viewLimits = { metadata: 3000, callbackId: 255, depth: 3, complaint: 2000 } as const;

/** Slack sends a few kilobytes at most; a view with every field full stays well under this. */
export const longestBody = 1024 * 1024;

/** Slack gives up on an answer after 3 seconds; what takes longer than this is answered in two steps. */
export const answerWithinMs = 2500;

/** Requests whose answer or whose consequences (a form to open, words to bring) are under way at once; more are refused. */
export const mostUnderWay = 500;

/** Slack has its own times for sending again; this is for whoever stands in between. */
export const sendAgainAfterSeconds = 2;

/** https://docs.slack.dev/authentication/verifying-requests-from-slack: a request older than five minutes is refused. */
export const freshForMs = 5 * 60 * 1000;
