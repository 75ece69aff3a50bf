import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import type { Message } from '../../chat/message.ts';
import { boldLine, type Choice, card, choiceInput, heading, line, press, small, spoken } from '../elements.ts';
import type { Words } from '../words.ts';

/** What the host of a channel is shown on Mondays: notes that are worth passing on, where to, and why. */

export interface ProposalView {
  readonly proposal: string;
  readonly author: string;
  /** The beginning of the note. */
  readonly text: string;
  /** Each place with who reads there. */
  readonly places: string;
  /** "Housing answered three posts about survey wording, and has heard nothing from Comms for nine weeks." Empty once it is over. */
  readonly reason: string;
  readonly state: 'open' | 'asked' | 'dropped' | 'past';
}

export function proposalsCard(words: Words, proposals: readonly ProposalView[]): Message {
  return {
    text: words('highlights.proposals.summary', {
      list: proposals.map(inShort).join(' · '),
    }),
    card: card([
      heading(words('highlights.proposals.heading')),
      small(words('highlights.proposals.intro')),
      ...proposals.flatMap((proposal) => proposalBody(words, proposal)),
      small(words('highlights.proposals.private')),
    ]),
  };
}

function inShort({ author, places, reason }: ProposalView): string {
  return reason ? `${author}, ${places}: ${reason}` : `${author}, ${places}`;
}

function proposalBody(words: Words, view: ProposalView): CardElement[] {
  const values = { proposal: view.proposal };
  const said = [
    boldLine(words('highlights.proposals.by', { author: view.author })),
    ...spoken(view.text),
    line(words('highlights.proposals.to', { places: view.places })),
    ...spoken(view.reason),
  ];
  if (view.state !== 'open') return [...said, small(words(`highlights.proposals.${view.state}`))];
  return [
    ...said,
    {
      type: 'ActionSet',
      actions: [
        press({ title: words('highlights.proposals.ask'), action: 'highlights.propose', values }),
        press({ title: words('highlights.proposals.change'), action: 'highlights.elsewhere', values }),
        press({ title: words('highlights.proposals.drop'), action: 'highlights.drop', values }),
      ],
    },
  ];
}

interface ElsewhereView {
  readonly proposal: string;
  readonly text: string;
  readonly channels: readonly Choice[];
  readonly chosen: readonly string[];
}

/** [Elsewhere]: other channels for a proposal. */
export function elsewhereForm(words: Words, view: ElsewhereView): Form {
  return {
    name: 'highlights.elsewhere',
    title: words('highlights.proposals.changeTitle'),
    state: view.proposal,
    body: [
      ...spoken(view.text),
      choiceInput({
        id: 'channels',
        label: words('highlights.proposals.changeLabel'),
        choices: view.channels,
        value: view.chosen.join(','),
        multiple: true,
        expanded: true,
        required: words('highlights.consent.channelsEmpty'),
      }),
      small(words('highlights.proposals.changeWhat')),
    ],
    submit: words('highlights.proposals.ask'),
  };
}
