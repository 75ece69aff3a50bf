import {
  accountCodeCard,
  accountEnterForm,
  accountLinkedCard,
  accountNoticeCard,
  accountUnlinkForm,
} from './account-cards.ts';
import { helpCard, openFormCard } from './core-cards.ts';
import { deliveryReportCard } from './delivery-report.ts';
import { card } from './elements.ts';
import { firstRunSamples } from './first-run/samples.ts';
import { formCard } from './form-card.ts';
import { highlightSamples } from './highlights/samples.ts';
import { joiningSamples } from './joining/samples.ts';
import { leavingSamples } from './leaving/samples.ts';
import {
  linkCodeCard,
  linkCutForm,
  linkDecidedCard,
  linkEnterForm,
  linkListCard,
  linkOfferForm,
  linkRequestCard,
} from './link-cards.ts';
import { pilotSamples } from './pilots/samples.ts';
import { answerForm } from './prompts/answer-form.ts';
import { firstNoteCard, passedOnCard } from './prompts/greeting-cards.ts';
import { homeCard, homeMessage, type OwnNote, placesCard } from './prompts/own-pages.ts';
import { promptCard, skippedCard } from './prompts/prompt-card.ts';
import { settingsForm } from './prompts/settings-form.ts';
import { announcementCard, setupForm } from './prompts/setup-form.ts';
import {
  ownUpdateCard,
  previewForm,
  replyForm,
  replyMessage,
  type UpdateView,
  updateCard,
  withdrawForm,
  withdrawnCard,
} from './prompts/update-card.ts';
import { restForm } from './rest-form.ts';
import { auditCard, roleForm, rolesCard } from './role-cards.ts';
import type { Sample } from './sample.ts';
import { talkMapCard } from './talk-map-card.ts';
import { wordsFor } from './words.ts';

/*
 * Every card and form of the product with what might stand in it, by the name of the function that makes it. The
 * playground shows them side by side, the benchmark measures with them, and a test holds that none is missing.
 */

const words = wordsFor('en');
const place = '#digital-network';
const author = 'Amina Rahman';

const question = 'What did you once believe about your audience that turned out to be wrong?';
const fields = [
  { label: 'I used to think', value: 'That people read our page about bins from the top.' },
  {
    label: 'Then I found out',
    value:
      'They search for their street, and leave when it is not on the first screen.\n\nWe moved the search box up. Calls about missed bins went from 34 to 21 a week.',
  },
];
const view: UpdateView = {
  id: 'c0ffee00-0000-4000-8000-000000000001',
  author,
  question,
  fields,
  place,
  edited: true,
  alsoIn: ['Digital Leads (on Teams)'],
  useful: 7,
  same: 1,
};

const otherSide = { request: '1', name: 'Tarren Housing Partnership', person: 'Sam Okafor' };

const answer = answerForm(words, {
  title: words('answer.title'),
  state: 'round:c0ffee00-0000-4000-8000-000000000002',
  question: 'Spend ten minutes with raw feedback, such as calls, comments or complaints. Which word kept coming up?',
  care: 'Take out names, addresses and case details first.',
  fields: [
    {
      id: 'f0',
      label: 'Where you looked',
      type: 'choice',
      options: ['Calls', 'Comments', 'Complaints', 'Search terms', 'Survey', 'Somewhere else'],
      optional: false,
      limit: 300,
    },
    { id: 'f1', label: 'The word', type: 'short', optional: false, limit: 300, value: 'When' },
    { id: 'f2', label: 'What surprised you', type: 'long', hint: 'A sentence is plenty', optional: true, limit: 3000 },
    { id: 'f3', label: 'How often you heard it', type: 'number', optional: true, limit: 300 },
    { id: 'f4', label: 'When you listened', type: 'date', optional: true, limit: 300 },
    { id: 'f5', label: 'Where others can look', type: 'link', optional: true, limit: 2000 },
  ],
  audiences: [
    { title: words('answer.team', { place: '#web-team' }), value: 'team' },
    { title: words('answer.community', { place }), value: 'community' },
    { title: words('answer.onlyMe'), value: 'me' },
  ],
  audience: 'me',
  withQuestion: true,
});

const notes: readonly OwnNote[] = [
  { id: '1', question, fields, place },
  {
    id: '2',
    question: 'What did you stop doing this month, and who noticed?',
    fields: [{ label: 'I stopped', value: 'Writing the newsletter on Friday afternoon.' }],
  },
];

const setup = {
  state: 'new',
  kind: 'community',
  asked: 'members',
  themes: ['audience', 'access'],
  ownPrompt: '',
  weekdays: [2, 4],
  timeOfDay: '14:00',
  everyWeeks: 2,
  running: true,
  allThemes: [
    { id: 'audience', title: 'Knowing your audience' },
    { id: 'content', title: 'Content design' },
    { id: 'access', title: 'Accessibility' },
  ],
  cap: 2,
  ownPromptLimit: 300,
};

export const samples: Readonly<Record<string, readonly Sample[]>> = {
  ...pilotSamples,
  ...firstRunSamples,
  ...joiningSamples,
  ...highlightSamples,
  ...leavingSamples,
  promptCard: [
    promptCard(words, {
      round: 'c0ffee00-0000-4000-8000-000000000002',
      question,
      care: 'Take out names, addresses and case details first.',
      minutes: 3,
      place,
      another: true,
      form: answer,
    }),
  ],
  skippedCard: [skippedCard(words)],
  answerForm: [answer],
  previewForm: [
    previewForm(words, { state: 's', author, question, fields, place, posted: false }),
    previewForm(words, { state: 's', author, question, fields, posted: false }),
  ],
  updateCard: [
    updateCard(words, view),
    updateCard(words, { ...view, author: '', fields: fields.slice(0, 1), edited: false, useful: 0, same: 0 }),
  ],
  ownUpdateCard: [
    ownUpdateCard(words, { id: '1', question, fields, place }),
    ownUpdateCard(words, { id: '2', question, fields }),
  ],
  withdrawForm: [withdrawForm(words, { update: '1', place }), withdrawForm(words, { update: '2' })],
  withdrawnCard: [withdrawnCard(words, true), withdrawnCard(words, false)],
  replyForm: [replyForm(words, { state: '1', place, limit: 1000 })],
  replyMessage: [replyMessage(words, { name: 'Leah Cohen', text: 'Same here.\nWe tried it with council tax.' })],
  setupForm: [setupForm(words, setup), setupForm(words, { ...setup, running: false })],
  announcementCard: [
    announcementCard(words, {
      community: '1',
      name: 'Jo Bevan',
      place,
      asked: 'members',
      cap: 2,
      weekdays: [2, 4],
      timeOfDay: '14:00',
      everyWeeks: 2,
    }),
  ],
  placesCard: [
    placesCard(words, [
      { community: '1', line: `${place}: on Tuesday at 14:00. Next on Tue 1 December, 14:00.`, asked: true },
      { community: '2', line: '#web-team: you are just reading.', asked: false },
    ]),
    placesCard(words, []),
  ],
  settingsForm: [
    settingsForm(words, {
      state: '',
      timeZone: 'Europe/London',
      workDays: [1, 2, 3, 4],
      hoursFrom: '10:00',
      hoursUntil: 'usual',
      holidays: 'GB-SCT',
      holidayChoices: [
        { title: 'Scotland', value: 'GB-SCT' },
        { title: 'England and Wales', value: 'GB-ENG' },
      ],
      slotDay: '2',
      slotTime: '10:00',
      audience: 'usual',
      offer: { text: 'calming angry threads', limit: 120, place, shown: true },
      firstDay: '2027-08-03',
      lastDay: '2027-08-17',
      otherLeave: '',
      usual: { from: '09:30', until: '16:30', monday: '10:00', friday: '15:00' },
      widest: { from: '08:00', until: '18:00' },
    }),
  ],
  deliveryReportCard: [
    deliveryReportCard(words, [
      { place, conversation: 'slack:T1:C1', reason: 'blocked', people: ['Amina Rahman', 'Leah Cohen'], count: 2 },
      { place, conversation: 'slack:T1:C1', reason: 'archived', people: [], count: 1 },
    ]),
    deliveryReportCard(words, []),
  ],
  accountCodeCard: [accountCodeCard(words, { code: '7KQP-3MWX-9TRD', minutes: 10, platform: 'teams' })],
  accountEnterForm: [
    accountEnterForm(words, { asker: '1', name: author, platform: 'slack', own: 'teams', hasBoth: true }),
    accountEnterForm(words, { asker: '1', name: author, platform: 'teams', own: 'slack', hasBoth: false }),
  ],
  accountLinkedCard: [accountLinkedCard(words, { name: author, platform: 'slack', day: 'Wed 25 November' })],
  accountNoticeCard: (['linked', 'unlinked', 'cut'] as const).map((what) =>
    accountNoticeCard(words, { what, name: author, platform: 'teams' }),
  ),
  accountUnlinkForm: [accountUnlinkForm(words, { name: author, platform: 'teams' })],
  firstNoteCard: [
    firstNoteCard(words, { update: '1', name: author, place }),
    firstNoteCard(words, { update: '1', name: author, place, isLast: true }),
  ],
  passedOnCard: [passedOnCard(words('firstNote.passed')), passedOnCard(words('firstNote.nobodyLeft'))],
  linkOfferForm: [linkOfferForm(words, {}), linkOfferForm(words, { name: 'Tarren Vale Council' })],
  linkCodeCard: [linkCodeCard(words, { code: '7KQP-3MWX-9TRD', minutes: 10 })],
  linkEnterForm: [linkEnterForm(words, { ...otherSide, own: 'Tarren Vale Council' })],
  linkRequestCard: [linkRequestCard(words, otherSide)],
  linkDecidedCard: [linkDecidedCard(words('connecting.made', { name: otherSide.name }))],
  linkListCard: [
    linkListCard(words, [
      { workspace: 'slack:T1', name: otherSide.name, platform: 'slack', day: 'Tue 1 December', canCut: true },
    ]),
    linkListCard(words, []),
  ],
  linkCutForm: [linkCutForm(words, { workspace: 'slack:T1', name: otherSide.name })],
  rolesCard: [
    rolesCard(words, {
      yours: ['Administrator', 'Member'],
      holders: [{ title: 'Administrator', names: ['Jo Bevan'] }],
      roles: [
        {
          title: 'Facilitator',
          is: words('administration.is.facilitator'),
          may: words('administration.mayAlso', { role: 'channel owner', list: 'see the links' }),
        },
        {
          title: 'Greeter',
          is: words('administration.is.greeter'),
          may: words('administration.may', { list: words('administration.right.notes_greet') }),
        },
      ],
      canGive: true,
      hasAdministrator: true,
    }),
    rolesCard(words, { yours: ['Member'], holders: [], roles: [], canGive: false, hasAdministrator: false }),
  ],
  roleForm: [
    roleForm(words, {
      roles: [{ title: 'Facilitator', value: 'facilitator' }],
      name: 'Sam Lee',
      people: [
        { title: 'Sam Lee', value: 'slack:T1:U1' },
        { title: 'Sam Lee', value: 'slack:T1:U2' },
      ],
    }),
  ],
  auditCard: [
    auditCard(words, [
      { when: 'Tue 1 December, 14:00', what: 'Jo Bevan agreed to the link with Tarren Vale Council.' },
    ]),
    auditCard(words, []),
  ],
  talkMapCard: [talkMapCard(words, 'https://outloud.example.org/pages/talk/a-signed-link')],
  homeCard: [homeCard(words, notes), homeCard(words, [])],
  homeMessage: [homeMessage(words, notes)],
  helpCard: [
    helpCard(words, [
      { typed: '/outloud answer', says: words('help.answer') },
      { typed: '/outloud pause [until DATE]', says: words('help.pause') },
      { typed: '/outloud help', says: words('help.help') },
    ]),
  ],
  openFormCard: [openFormCard(words, { title: words('setup.title'), order: 'outloud setup', dialog: true })],
  formCard: [formCard(replyForm(words, { state: '1', place, limit: 1000, value: 'Same here.' }))],
  unfoldedForm: [card(answer.body)],
  restForm: [restForm(words, { state: 's', page: { body: homeCard(words, notes).body, next: '/body/9' } })],
};
