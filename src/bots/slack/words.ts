/** The few things that this adapter itself has to say: about the answer's way, never about what is in it. */
export const words = {
  stillWorking: 'Still working on it. The answer appears here in a moment.',
  workingTitle: 'One moment',
  tookTooLongToOpen: 'That took too long to open. Press it again.',
  tookTooLongToOpenCommand: 'That took too long to open. Type it again.',
  wentWrong: 'Something went wrong on our side, and nothing was changed. Please try again in a minute.',
  wentWrongInForm: 'Something went wrong on our side. Your words are still here: please send them again in a minute.',
  busy: 'Many people are here at once, so this was not taken. Nothing was changed. Please try again in a minute.',
  busyInForm: 'Many people are here at once. Your words are still here: please send them again in a minute.',
  unknownCommand: (command: string, known: readonly string[]): string =>
    `I don't know ${command}. ${known.length > 0 ? `I know ${known.join(', ')}.` : ''}`.trim(),
  perhapsTwice: 'You may see this twice: Slack did not tell us whether the first one arrived.',
  unknownShortcut: 'This entry is no longer in use. Type /outloud help to see what there is.',
  checkFields: (labels: readonly string[]): string =>
    `Nothing was sent yet. Please look at ${new Intl.ListFormat('en-GB').format(labels.map((label) => `“${label}”`))} again.`,
  showRest: 'Show the rest',
  done: 'Done. You can close this.',
  cancel: 'Cancel',
  close: 'Close',
  send: 'Send',
} as const;
