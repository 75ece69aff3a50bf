/** Pages that people open in a browser, by an address that the bot gave them. */
export const pages = {
  language: 'en-GB',
  expiredTitle: 'This link has had its day',
  expired: 'Links from the bot work for an hour. Ask it for a new one in Slack or Teams.',
  forgedTitle: 'This link does not work',
  forged: 'Part of it may have been lost. Open it from the message in Slack or Teams, or ask the bot for a new one.',
  goneTitle: 'There is nothing here',
  gone: 'What stood here was taken away, or it is not for you to see.',
  failedTitle: 'Something went wrong',
  failed: 'That is on our side, and nothing was changed. Please try again in a minute.',
} as const;
