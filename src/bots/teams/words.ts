/** The few things that this adapter itself has to say: about the answer's way, never about what is in it. */
export const words = {
  /** Teams takes an empty answer to a button for a failure, shows an error and sends the press again. */
  done: '✓',
  stillWorking: 'Still working on it. Look here again in a moment.',
  wentWrong: 'Something went wrong on our side. Please try again in a minute.',
  busy: 'Many people are here at once, so this was not taken. Nothing was changed. Please try again in a minute.',
  perhapsTwice: 'You may see this twice: Teams did not tell us whether the first one arrived.',
  notUnderstood: 'This button has had its day. Type help to see what I can do.',
} as const;
