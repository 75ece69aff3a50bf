import { answeredCard, newcomerCard, welcomeForm, welcomeMessage } from '../prompts/greeting-cards.ts';
import { wordsFor } from '../words.ts';
import {
  doneCard,
  helloCard,
  invitationCard,
  joinedMessage,
  offerForm,
  readerCard,
  settledCard,
  slotForm,
} from './cards.ts';

/** The cards and forms of a person's first meeting, for `samples.ts`. */

const words = wordsFor('en');
const place = '#digital-network';
const name = 'Amina Rahman';
const offer = 'calming angry threads';
const address = 'https://app.slack.com/client/T1/C1/thread/C1-1700000000.000100';

const hello = {
  name: 'Amina',
  by: 'Jo Bevan',
  languages: [],
  slots: [
    { title: 'Tuesday 10:00', value: '2 10:00' },
    { title: 'Wednesday 14:00', value: '3 14:00' },
    { title: 'Thursday 10:00', value: '4 10:00' },
  ],
  audiences: [
    { title: words('joining.me'), value: 'me' },
    { title: words('joining.team'), value: 'team' },
    { title: place, value: 'community' },
  ],
};
const done = {
  place,
  when: 'Tue 1 December, 10:00',
  slot: 'Tuesday 10:00',
  audience: words('joining.me'),
  cap: 2,
  from: '09:30',
  until: '16:30',
  offerLimit: 120,
};

export const joiningSamples = {
  invitationCard: [invitationCard(words, { community: '1', invitation: '2', name: 'Jo Bevan' })],
  helloCard: [
    helloCard(words, hello),
    helloCard(words, { ...hello, slot: 'Tuesday 10:00' }),
    helloCard(words, {
      ...hello,
      languages: [
        { title: 'English', value: 'en' },
        { title: 'Cymraeg', value: 'cy' },
      ],
    }),
  ],
  slotForm: [slotForm(words, { weekdays: [1, 2, 3, 4], weekday: 2, time: '10:00' })],
  doneCard: [doneCard(words, done), doneCard(words, { ...done, when: '' })],
  offerForm: [
    offerForm(words, { place, offer: '', limit: 120 }),
    offerForm(words, { place, offer, limit: 120, shown: true }),
  ],
  settledCard: [
    settledCard(words, { place, when: done.when, offer: '', shown: false }),
    settledCard(words, { place, when: done.when, offer, shown: true }),
    settledCard(words, { place, when: '', offer, shown: false }),
  ],
  readerCard: [readerCard(words)],
  joinedMessage: [joinedMessage(words, { name, offer })],
  newcomerCard: [
    newcomerCard(words, { newcomer: '1', name, place, offer, address }),
    newcomerCard(words, { newcomer: '1', name, place, offer, isLast: true }),
  ],
  welcomeForm: [welcomeForm(words, { newcomer: '1', name, place, limit: 3000 })],
  welcomeMessage: [welcomeMessage(words, { name: 'Leah Morgan', newcomer: name, text: 'Oh, I need this.' })],
  answeredCard: [
    answeredCard(words, { names: ['Leah Morgan'], place, address }),
    answeredCard(words, { names: ['Leah Morgan', 'Tom Price'], place }),
  ],
};
