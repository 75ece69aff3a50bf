import type { Call, Limits } from '../../chat/platform.ts';

const sends: readonly Call[] = ['post', 'update', 'remove', 'open'];

/**
 * A bot's message holds 100 KB counted in UTF-16, cards and all
 * (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages); text stays far below it.
 */
export const teamsLimits: Limits = {
  messageText: 10_000,
  formTitle: 64,
  rates: [
    // https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
    {
      per: 'conversation',
      calls: sends,
      rates: [
        { calls: 7, withinMs: 1_000 },
        { calls: 8, withinMs: 2_000 },
        { calls: 60, withinMs: 30_000 },
        { calls: 1_800, withinMs: 3_600_000 },
      ],
    },
    // "50 requests a second per app per tenant", spread over the second.
    {
      per: 'workspace',
      calls: sends,
      rates: [
        { calls: 50, withinMs: 1_000 },
        { calls: 50, withinMs: 1_000, burst: 4 },
      ],
    },
  ],
};

/** In UTF-16 units: 80 of those 100 KB, which leaves room for what goes around a card. */
export const longestCard = 40_000;

/** The notification of a message that has a card; more is never shown. */
export const longestSummary = 1000;

/** Activities are a few kilobytes; a form with every field full, or a long chosen message, stays well under this. */
export const longestBody = 1024 * 1024;

/** A body that trickles in slower than this is not from Teams. */
export const bodyWithinMs = 2500;

/**
 * Teams gives an activity 10 to 15 seconds, people far less: an invoke that takes longer than this is answered "still
 * working". Anything else is answered 503, and Teams sends it again
 * (https://learn.microsoft.com/microsoftteams/platform/bots/bot-basics, https://github.com/MicrosoftDocs/msteams-docs/issues/8998).
 */
export const answerWithinMs = 2500;

/** For whoever stands between Teams and us; Teams has its own times. */
export const sendAgainAfterSeconds = 2;

/** One call to the service. */
export const callWithinMs = 10_000;

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context: 50 to 500 a page. */
export const membersPerPage = 500;
