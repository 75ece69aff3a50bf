import { announcementCard } from '../prompts/setup-form.ts';
import { wordsFor } from '../words.ts';
import {
  begunCard,
  chooseForm,
  facilitatorCard,
  firstRunSaid,
  installedCard,
  invitedCard,
  summaryCard,
} from './cards.ts';
import { questionForm } from './forms.ts';
import { previewEndCard, previewedCard } from './preview.ts';

/** The cards and forms of the first run, for `samples.ts`. */

const words = wordsFor('en');
const summary = {
  who: 'everyone who writes for residents',
  place: '#digital-network',
  greets: true,
  greeters: ['Leah Morgan', 'Tom Price'],
  rhythm: 'on Tuesday at 10:00',
  starters: ['Priya Nair', 'Amina Rahman'],
  isPreviewed: false,
  isBegun: false,
};
const announced = announcementCard(words, {
  community: '1',
  name: 'Jo Bevan',
  place: summary.place,
  asked: 'joined',
  weekdays: [2],
  timeOfDay: '10:00',
  everyWeeks: 1,
  cap: 2,
});

export const firstRunSamples = {
  installedCard: [
    installedCard(words, { name: 'Sam Okafor', trustPage: 'https://outloud.example.org/trust' }),
    installedCard(words, { name: 'Sam Okafor', first: true }),
  ],
  chooseForm: [
    chooseForm(words, {}),
    chooseForm(words, { name: 'Jo Bevan', people: [{ title: 'Jo Bevan', value: '1' }] }),
  ],
  firstRunSaid: [firstRunSaid(words('firstRun.later')), firstRunSaid(words('firstRun.myself'))],
  facilitatorCard: [
    facilitatorCard(words, { name: 'Jo Bevan', by: 'Sam Okafor' }),
    facilitatorCard(words, { name: 'Jo Bevan' }),
  ],
  questionForm: (['who', 'promises', 'greeters', 'rhythm', 'starters'] as const).map((question, at) =>
    questionForm(words, {
      question,
      step: at + 1,
      steps: 5,
      answers: at < 2 ? {} : summary,
      typed: {},
      channels: [{ title: summary.place, value: '1' }],
    }),
  ),
  summaryCard: [
    summaryCard(words, summary),
    summaryCard(words, { ...summary, greets: false, place: '', starters: [], isPreviewed: true }),
    summaryCard(words, { ...summary, greeters: [], isPreviewed: true, isBegun: true }),
  ],
  begunCard: [
    begunCard(words, {
      ...summary,
      conversation: 'slack:T1:C1',
      isPreviewed: true,
      isBegun: true,
      unknown: ['Leah Morgan'],
    }),
    begunCard(words, {
      ...summary,
      place: '',
      starters: ['Priya Nair'],
      isPreviewed: true,
      isBegun: true,
      unknown: [],
    }),
  ],
  invitedCard: [invitedCard(words, { place: summary.place })],
  previewedCard: [
    previewedCard(words, { kind: 'channel', when: '', message: announced }),
    previewedCard(words, { kind: 'newcomer', when: 'Tue 1 December, 10:00', message: announced }),
  ],
  previewEndCard: [
    previewEndCard(words, { canBegin: true, isBegun: false }),
    previewEndCard(words, { canBegin: false, isBegun: true }),
  ],
};
