import { wordsFor } from '../words.ts';
import { pilotChart } from './chart.ts';
import { pilotChoiceForm, pilotWhichForm } from './choice.ts';
import { pilotConclusionForm, pilotNoteForm, pilotStopForm, pilotWithdrawForm } from './forms.ts';
import { pilotFindForm, pilotListCard } from './list.ts';
import {
  pilotAnsweredCard,
  pilotBaselineCard,
  pilotInvitationCard,
  pilotMidwayCard,
  pilotResultsCard,
  pilotStillCard,
  pilotTriedCard,
} from './nudges.ts';
import { pilotClosedCard, pilotGoneCard, pilotRunningCard } from './own-card.ts';
import { pilotPlanForm } from './plan-form.ts';
import { pilotAnswerCard, pilotAnswerForm, pilotQuestionCard, pilotQuestionForm } from './question.ts';
import { ownResultCard, pilotResultCard, type ResultView, resultBody } from './result-card.ts';
import { pilotBeforeForm, pilotResultForm } from './result-forms.ts';
import { pilotPreviewForm, pilotShareForm } from './share-forms.ts';
import { pilotBorrowForm, pilotIdeaForm, pilotMeasureForm } from './start-forms.ts';

/** The cards and forms of content pilots, as one newsletter's trial might fill them. */

const words = wordsFor('en');
const pilot = 'c0ffee00-0000-4000-8000-000000000003';
const title = "Residents' newsletter: one story instead of seven";
const nudge = { pilot, title };
const about = { state: pilot, title };
const audiences = [
  { title: 'Everyone in this organisation', value: 'organisation' },
  { title: 'Only me', value: 'me' },
];
const channels = [
  { title: 'Newsletter', value: 'newsletter' },
  { title: 'Intranet', value: 'intranet' },
];
const idea = { doing: 'we send one story', change: 'more people will click through', because: 'seven compete' };

const result: ResultView = {
  pilot,
  code: 'P-7',
  title,
  owner: 'Rhys Pugh',
  left: false,
  byline: 'Rhys Pugh, newsletter, 3 to 31 March 2027, before and after',
  headline: 'Up, and by enough to matter',
  claim: 'More people clicked: 4.9 % before, 7.1 % after.',
  meaning: ['That is 22 more clicks for every 1,000 emails. The true change lies probably between 9 and 35.'],
  second: 'Fewer people unsubscribed, as far as so few can tell.',
  caveats: ['Before and after: something else may have changed at the same time.'],
  caveatReply: 'Council tax bills went out in the second week.',
  figures: [
    pilotChart(words, {
      kind: 'ranges',
      title: 'Clicks for every 100 emails',
      rows: [
        { label: 'Before', low: 4.1, value: 4.9, high: 5.8 },
        { label: 'After', low: 6.1, value: 7.1, high: 8.2 },
      ],
    }),
  ],
  figuresText: 'Before: 118 of 2,410 (4.9 %). After: 171 of 2,404 (7.1 %).',
  quotes: ['I read it on the bus, all of it.'],
  guard: 'Unsubscribes stayed at 3 a month.',
  learned: 'One story makes the subject line easy to write.',
  next: 'Keep it, and try it for the events list.',
  lineage: ['Two colleagues try it too.'],
  useful: 4,
  edited: true,
  alsoIn: [],
  whoSees: 'Everyone in this organisation can see this.',
};

export const pilotSamples = {
  pilotChoiceForm: [pilotChoiceForm(words, [{ title: 'Start a pilot', value: 'start' }])],
  pilotWhichForm: [pilotWhichForm(words, { state: 'note', choices: [{ title, value: pilot }] })],
  pilotNoteForm: [pilotNoteForm(words, { ...about, kind: 'changed', text: 'Bills went out.' })],
  pilotStopForm: [pilotStopForm(words, { ...about, reason: '', audience: 'me', audiences })],
  pilotConclusionForm: [pilotConclusionForm(words, { ...about, text: '' })],
  pilotWithdrawForm: [
    pilotWithdrawForm(words, { ...about, shared: true }),
    pilotWithdrawForm(words, { ...about, shared: false }),
  ],
  pilotListCard: [
    pilotListCard(words, {
      yours: [{ pilot, code: 'P-7', title, verdict: 'Up', owner: 'Rhys Pugh', channel: 'Newsletter', dates: 'March' }],
      others: [],
      library: 'https://outloud.example.org/pages/pilots',
    }),
    pilotListCard(words, { asked: 'bins', count: 0, yours: [], others: [], library: undefined }),
  ],
  pilotFindForm: [pilotFindForm(words)],
  pilotMidwayCard: [pilotMidwayCard(words, { ...nudge, day: 14 })],
  pilotBaselineCard: [pilotBaselineCard(words, nudge)],
  pilotResultsCard: [
    pilotResultsCard(words, { ...nudge, reminder: false }),
    pilotResultsCard(words, { ...nudge, reminder: true }),
  ],
  pilotStillCard: [pilotStillCard(words, nudge)],
  pilotTriedCard: [pilotTriedCard(words, { ...nudge, who: 'Amina Rahman', how: 'on the intranet', question: pilot })],
  pilotInvitationCard: [pilotInvitationCard(words, { ...nudge, results: 3, who: 'Rhys, Amina and Leah' })],
  pilotAnsweredCard: [pilotAnsweredCard(words('pilots.still.yes'))],
  pilotRunningCard: [
    pilotRunningCard(words, {
      ...nudge,
      code: 'P-7',
      hunch: 'If we send one story, more people will click through, because seven compete.',
      facts: [{ label: 'Main measure', value: 'Clicks of emails sent' }],
      says: ['I ask for the results on Wed 31 March.'],
      whoSees: 'Only you can see this.',
      collecting: true,
      lacksBefore: true,
    }),
  ],
  pilotGoneCard: [pilotGoneCard(words('pilots.own.gone'))],
  pilotClosedCard: [pilotClosedCard(words, { ...nudge, because: 'Nothing was written until the last day.' })],
  pilotQuestionForm: [pilotQuestionForm(words, { ...about, owner: 'Rhys Pugh', text: '' })],
  pilotQuestionCard: [
    pilotQuestionCard(words, { question: pilot, who: 'Amina Rahman', title, text: 'How did you pick the story?' }),
    pilotQuestionCard(words, {
      question: pilot,
      who: 'Amina',
      title,
      text: 'How?',
      answer: 'By what people rang about.',
    }),
  ],
  pilotAnswerForm: [pilotAnswerForm(words, { state: pilot, who: 'Amina Rahman', asked: 'How?', text: '' })],
  pilotAnswerCard: [
    pilotAnswerCard(words, { who: 'Rhys Pugh', title, asked: 'How?', text: 'By what people rang about.' }),
  ],
  pilotResultCard: [pilotResultCard(words, result)],
  ownResultCard: [
    ownResultCard(words, { ...result, shared: true, complete: true, stands: true }),
    ownResultCard(words, { ...result, shared: false, complete: false, stands: false }),
  ],
  pilotResultForm: [
    pilotResultForm(words, {
      ...about,
      measured: 'Clicks of emails sent',
      figures: { split: false, before: '118/2410', after: '', story: true },
      quotes: '',
      heardBy: '',
      guardOf: 'Unsubscribes',
      guard: '',
      learned: '',
      next: 'scale',
      nextWhy: '',
      asks: {},
    }),
  ],
  pilotShareForm: [
    pilotShareForm(words, {
      ...about,
      caveats: result.caveats,
      caveatReply: '',
      caveat: '',
      effort: 'hour',
      materials: '',
      team: 'Communications',
      audience: 'organisation',
      audiences,
      postIn: 'none',
      channels,
    }),
  ],
  pilotPreviewForm: [
    pilotPreviewForm(words, { state: pilot, body: resultBody(words, result), shared: true, alreadyShared: false }),
  ],
  pilotBeforeForm: [pilotBeforeForm(words, { ...about, measured: 'Clicks of emails sent', before: '', source: '' })],
  pilotIdeaForm: [
    pilotIdeaForm(words, {
      state: '',
      idea: { ...idea, reaches: 'residents who signed up' },
      channel: 'newsletter',
      contentType: 'story',
      channels,
      contentTypes: [{ title: 'A story', value: 'story' }],
    }),
  ],
  pilotBorrowForm: [
    pilotBorrowForm(words, {
      state: pilot,
      owner: 'Rhys Pugh',
      idea,
      same: 'exactly',
      how: '',
      channel: 'intranet',
      channels,
      reaches: 'all staff',
    }),
  ],
  pilotMeasureForm: [
    pilotMeasureForm(words, {
      state: pilot,
      tried: [{ title, verdict: 'Up', owner: 'Rhys Pugh', code: 'P-7' }],
      metric: 'clicks',
      metrics: [{ title: 'Clicks of emails sent', value: 'clicks' }],
      ownMetric: '',
      design: 'before_after',
      before: '118/2410',
      source: 'Mail report',
      unusual: false,
    }),
  ],
  pilotPlanForm: [
    pilotPlanForm(words, {
      state: pilot,
      running: false,
      says: ['With about 2,400 emails you could notice a change of 1.4 in 100.'],
      worthwhile: '1',
      starts: '2027-03-03',
      ends: '2027-03-31',
      midway: '2027-03-17',
      midways: [{ title: 'Half-way', value: '2027-03-17' }],
      guard: '',
      stopRule: '',
      team: 'Communications',
      audience: 'me',
      audiences,
    }),
  ],
};
