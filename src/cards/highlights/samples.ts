import { borrowForm } from '../prompts/borrow-form.ts';
import { wordsFor } from '../words.ts';
import { carriedReplyCard, highlightCard, highlightReplyForm } from './card.ts';
import { highlightChannelForm } from './channel-form.ts';
import { type ConsentView, consentForm, highlightAskCard, highlightDoneCard, whichNoteForm } from './consent.ts';
import { channelDigestCard, highlightReaderForm, readerDigestCard } from './digest.ts';
import { highlightNewsCard } from './news-card.ts';
import { highlightListCard, highlightStoppedCard, ownHighlightCard, takeBackForm } from './own-card.ts';
import { elsewhereForm, proposalsCard } from './proposals.ts';

/** The cards and forms of highlights, for `samples.ts`. */

const words = wordsFor('en');
const id = 'c0ffee00-0000-4000-8000-000000000011';
const question = 'Which word do we love here that readers never use? What do they say instead?';
const fields = [
  { label: 'Our word', value: 'stakeholder engagement' },
  { label: 'What they say', value: 'asking us what we think' },
];
const from = words('highlights.card.from', { place: '#digital-network (on Slack)' });
const leads = 'Digital Leads (on Teams)';

const consent: ConsentView = {
  highlight: id,
  preview: { kind: 'note', author: 'Amina Rahman (Comms)', question, fields, from, edited: false },
  channels: [
    { value: 'a', title: '#comms-team (on Slack), 2 people' },
    { value: 'b', title: `${leads}, 4 people, 1 guest from outside` },
  ],
  chosen: ['a'],
  someOutside: true,
  nameless: 'Someone in Comms',
  few: true,
  named: true,
  team: 'Comms',
  teamLimit: 40,
};

const card = {
  id,
  kind: 'note' as const,
  author: 'Amina Rahman (Comms)',
  question,
  fields,
  from,
  place: 'Digital Leads',
  hearsThread: false,
  edited: true,
  useful: 4,
  note: 'c0ffee00-0000-4000-8000-000000000001',
};

const digest = [
  { highlight: id, author: 'Amina Rahman (Comms)', from, text: `${question} Our word: stakeholder engagement` },
  {
    highlight: 'c0ffee00-0000-4000-8000-000000000012',
    author: 'Someone in Housing',
    from: words('highlights.card.fromPrivate', { platform: words('highlights.platform.slack') }),
    text: 'We asked tenants to read the letter aloud. Two paragraphs went.',
  },
];

export const highlightSamples = {
  highlightCard: [
    highlightCard(words, card),
    highlightCard(words, {
      ...card,
      kind: 'message',
      author: 'Someone in Comms',
      question: '',
      fields: [{ label: '', value: 'We binned "engagement" on posters.\n\nMore cards came back.' }],
      from: words('highlights.card.fromPrivate', { platform: words('highlights.platform.slack') }),
      edited: false,
      useful: 0,
    }),
  ],
  highlightReplyForm: [
    highlightReplyForm(words, { state: id, places: `#digital-network (on Slack) and ${leads}`, limit: 1200 }),
  ],
  carriedReplyCard: [
    carriedReplyCard(words, {
      highlight: id,
      byline: 'Rhys Evans (Digital Leads, on Teams)',
      text: 'Ours is "service users". They say "people who come here". Did Tom count the cards?',
    }),
  ],
  consentForm: [consentForm(words, consent)],
  highlightAskCard: [
    highlightAskCard(words, {
      form: consent,
      by: 'Jo Bevan',
      places: consent.channels.map(({ title }) => title),
      inside: '#comms-team (on Slack)',
      outside: leads,
      day: 'Thu 6 June',
    }),
  ],
  highlightDoneCard: [highlightDoneCard(words('highlights.ask.declined'))],
  whichNoteForm: [
    whichNoteForm(words, [
      { value: '1', title: 'Which word do we love here that readers never use?' },
      { value: '2', title: 'What did you stop doing this month, and who noticed?' },
    ]),
  ],
  ownHighlightCard: [
    ownHighlightCard(words, {
      highlight: id,
      question,
      fields,
      how: words('highlights.own.named'),
      places: [
        words('highlights.own.sent', { place: leads }),
        words('highlights.own.stopped', { place: '#comms-team (on Slack)', why: words('highlights.why.off') }),
      ],
      useful: 4,
      replies: 2,
      isOn: true,
    }),
  ],
  channelDigestCard: [channelDigestCard(words, { items: digest, place: 'Digital Leads' })],
  readerDigestCard: [readerDigestCard(words, digest), readerDigestCard(words, digest.slice(0, 1))],
  highlightReaderForm: [highlightReaderForm(words, { mayAsk: true, weekly: false })],
  proposalsCard: [
    proposalsCard(words, [
      {
        proposal: id,
        author: 'Amina Rahman',
        text: `${question} Our word: stakeholder engagement`,
        places: `${leads}, 4 people`,
        reason:
          'Digital Leads answered three posts about survey wording, and has heard nothing from Comms for nine weeks.',
        state: 'open',
      },
      {
        proposal: id,
        author: 'Tom Price',
        text: 'We moved the search box up.',
        places: leads,
        reason: '',
        state: 'asked',
      },
    ]),
  ],
  elsewhereForm: [
    elsewhereForm(words, { proposal: id, text: question, channels: consent.channels, chosen: consent.chosen }),
  ],
  takeBackForm: [takeBackForm(words, { highlight: id, places: leads })],
  highlightNewsCard: [highlightNewsCard(words, [{ highlight: id, text: question, people: 2 }])],
  highlightStoppedCard: [highlightStoppedCard(words, { place: leads, why: words('highlights.why.outsiders') })],
  highlightListCard: [
    highlightListCard(words, [
      { highlight: id, text: question, where: words('highlights.list.shownIn', { places: leads }) },
    ]),
    highlightListCard(words, []),
  ],
  highlightChannelForm: [
    highlightChannelForm(words, {
      state: 'here',
      topics: 'surveys, plain words',
      topicsLimit: 300,
      perWeek: 2,
      rhythm: 'each',
      from: '',
      until: '',
      automatic: false,
      isOn: false,
      outsiders: true,
      usual: { from: '09:30', until: '16:30' },
    }),
  ],
  borrowForm: [borrowForm(words, { note: id, question, place: 'Digital Leads' })],
};
