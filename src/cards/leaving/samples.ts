import type { Sample } from '../sample.ts';
import { wordsFor } from '../words.ts';
import { copyReadyCard, eraseForm, myDataCard, receiptCard } from './cards.ts';
import { retentionCard, retentionForm } from './retention.ts';

/** What is held of a person, with what might stand in it. */

const words = wordsFor('en');

const held = [
  { kind: 'notes', count: 12 },
  { kind: 'noteReplies', count: 3 },
  { kind: 'highlights', count: 2 },
  { kind: 'calendar', count: 1 },
  { kind: 'messages', count: 31 },
  { kind: 'profile', count: 1 },
] as const;

const vacancies = [
  { platform: 'slack', role: 'administrator' },
  { platform: 'slack', role: 'facilitator' },
  { platform: 'teams', role: 'administrator' },
] as const;

const rules = [
  { name: 'notes', days: 365, usualDays: 730, least: 30, due: 14, waitsUntil: 'Tue 19 January 2027' },
  { name: 'deliveries', days: 90, usualDays: 90, least: 14, due: 0 },
  { name: 'audit', days: 365, usualDays: 365, least: 90, due: 1 },
] as const;

export const leavingSamples: Readonly<Record<string, readonly Sample[]>> = {
  myDataCard: [
    myDataCard(words, { held, platforms: ['slack', 'teams'], trustPage: 'https://outloud.example.org/trust' }),
    myDataCard(words, { held: [], platforms: ['teams'] }),
  ],
  copyReadyCard: [copyReadyCard(words, 'https://outloud.example.org/pages/my-data/a-signed-link')],
  eraseForm: [
    eraseForm(words, { held, hasResults: true, vacancies }),
    eraseForm(words, { held: [], hasResults: false, vacancies: [] }),
  ],
  retentionCard: [
    retentionCard(words, {
      rules,
      canChange: true,
      announcement: words('retention.announce', { day: 'Tue 19 January 2027' }),
    }),
    retentionCard(words, { rules: rules.slice(1, 2), canChange: false }),
  ],
  retentionForm: [retentionForm(words, rules)],
  receiptCard: [
    receiptCard(words, {
      removed: held,
      waiting: 40,
      leftOver: [{ why: words('deliveries.reason.not_a_member'), count: 2 }],
      vacancies,
    }),
    receiptCard(words, { removed: [], waiting: 0, leftOver: [], vacancies: [] }),
  ],
};
