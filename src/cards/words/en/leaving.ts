/** What is held of a person: seeing it, taking a copy, having it erased. */
export const leaving = {
  help: 'what I hold about you, a copy of it, and erasing it',
  former: 'a former colleague',
  wordsGone: '(taken back by its author)',
  instead: 'A message was here. It is gone, as its owner had everything erased.',

  heading: 'What I hold about you',
  summary: 'What I hold about you: {{list}}. You can get a copy of everything, or have it erased.',
  summaryNone: 'I hold nothing about you but your name.',
  intro_one: 'This is everything, by kind. It covers this account, on {{platforms}}.',
  intro_other: 'This is everything, by kind. It covers your linked accounts, on {{platforms}}.',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  kind: '{{what}} Who sees it: {{who}} How long: {{kept}}',
  private: 'Only you can see this.',
  copy: 'Get a copy',
  erase: 'Erase everything',

  copyText: 'Your copy is ready: {{address}}',
  copyIntro: 'Your copy is ready. Open it to read it, or save it there as one file.',
  copyPrivate: 'The address is for you alone and works for one hour. Please pass it on to nobody.',
  open: 'Open my copy',
  noAddress:
    'I have no address that browsers can reach, so I cannot show you your copy. An administrator can make it for you with the command: outloud export',

  eraseTitle: 'Erase everything?',
  eraseIntro:
    'This takes away everything that you wrote here, and everything that I hold about you. It cannot be undone.',
  goes: 'What goes',
  goesLine: '{{title}}: {{count}}. {{erased}}',
  goesNothing: 'I hold nothing but your name. It goes.',
  stays: 'What stays, and why',
  staysReplies:
    'Replies of colleagues stay, as they are theirs, also where they name you. What they quoted of yours is cut.',
  staysName:
    'In messages of mine to colleagues your name stays where it is a single word, or where a colleague has the same.',
  staysTyped: 'What you typed yourself in channels and in our chat stays there. Only you can delete it.',
  staysLog: 'The log of changes keeps what was set, for 12 months, as done by "a former colleague".',
  staysBackups: 'Backups keep a copy for up to 35 days.',
  staysOutside: 'I cannot recall e-mail notices, screenshots, or what the compliance tools of your organisation keep.',
  results: 'Results of tests that you shared',
  resultsRemove: 'Take them away too',
  resultsKeep: 'Leave them, without my name',
  copyFirst: 'You may want a copy first: close this and choose Get a copy.',
  eraseSubmit: 'Erase everything',
  after: 'Who looks after me then',
  nobodyElse: {
    administrator: 'Nobody else is an administrator here on {{platform}}.',
    facilitator: 'Nobody else is a facilitator here on {{platform}}.',
  },
  nobody: {
    administrator: 'Nobody is an administrator here on {{platform}} now.',
    facilitator: 'Nobody is a facilitator here on {{platform}} now.',
  },
  next: {
    administratorSlack: 'Whoever runs the Slack workspace becomes one by writing to me once.',
    administratorTeams: 'Whoever next adds me to a team becomes one.',
    facilitator: 'Administrators do that too, and name another: type roles.',
  },
  nameFirst: 'If you would rather name a colleague first, close this and type roles.',
  begun:
    'I have begun. Within a minute or so you get a receipt in our private chat: what went, and what I could not reach.',
  pick: 'Please choose one.',

  receiptHeading: 'Receipt: everything is erased',
  receiptSummary: 'Receipt: everything of yours that I held is erased. {{list}}',
  receiptRemoved: 'Erased',
  receiptNothing: 'There was nothing but your name.',
  receiptLine: '{{title}}: {{count}}',
  receiptUnderWay_one: 'One message is still being taken away. Slack and Teams allow only so many a minute.',
  receiptUnderWay_other:
    '{{count}} messages are still being taken away. Slack and Teams allow only so many a minute. I go on by myself, and say so here when it is done.',
  receiptAllAway: 'All messages that I could reach are taken away.',
  receiptNot: 'What I could not reach',
  receiptNotLine_one: 'One message: {{why}}',
  receiptNotLine_other: '{{count}} messages: {{why}}',
  receiptStays: 'What stays, and why',
  receiptBye:
    'I no longer know who you are, and I ask you nothing by myself. If you ever come back, type help. All the best.',

  pageTitle: 'Everything that Outloud holds about {{name}}',
  pageIntro_one: 'Made on {{when}}. It covers one account, on {{platforms}}.',
  pageIntro_other: 'Made on {{when}}. It covers your linked accounts, on {{platforms}}.',
  pageSave: 'Save everything as one file (zip)',
  pageSaveHint: 'The zip holds this page, and the same as data (JSON).',
  pageContents: 'What is in it',
  pageCount: '{{title}} ({{count}})',
  pageNone: 'Nothing is held of these kinds: {{list}}.',
  pageWho: 'Who sees it:',
  pageKept: 'How long it is kept:',
  yes: 'Yes',
  no: 'No',
} as const;
