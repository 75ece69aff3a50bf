import type { Message } from '../../chat/message.ts';
import { boldLine, card, heading, line, opensForm, press, small } from '../elements.ts';
import type { Words } from '../words.ts';

/** What a pilot's owner hears unasked, at most five times, and what they can say to it. */

interface NudgeView {
  readonly pilot: string;
  readonly title: string;
}

/** Half-way: "something changed" is the button that matters, as it becomes a caveat instead of an excuse. */
export function pilotMidwayCard(words: Words, view: NudgeView & { day: number }): Message {
  const values = { pilot: view.pilot };
  const text = words('pilots.midway.question', { title: view.title, count: view.day });
  return {
    text,
    card: card(
      [boldLine(text), small(words('pilots.midway.skip'))],
      [
        press({ title: words('pilots.midway.yes'), action: 'pilots.as-planned', values }),
        opensForm({ title: words('pilots.midway.changed'), action: 'pilots.changed', values }),
        opensForm({ title: words('pilots.midway.stopping'), action: 'pilots.stop', values }),
      ],
    ),
  };
}

export function pilotBaselineCard(words: Words, view: NudgeView): Message {
  const text = words('pilots.baseline.question', { title: view.title });
  return {
    text,
    card: card(
      [boldLine(text), small(words('pilots.midway.skip'))],
      [opensForm({ title: words('pilots.own.addBefore'), action: 'pilots.before', values: { pilot: view.pilot } })],
    ),
  };
}

export function pilotResultsCard(words: Words, view: NudgeView & { reminder: boolean }): Message {
  const values = { pilot: view.pilot };
  const text = words(view.reminder ? 'pilots.due.reminder' : 'pilots.due.results', { title: view.title });
  return {
    text,
    card: card(
      [boldLine(text), small(words(view.reminder ? 'pilots.due.last' : 'pilots.due.private'))],
      [
        opensForm({ title: words('pilots.own.addResults'), action: 'pilots.result', values, style: 'positive' }),
        ...(view.reminder ? [] : [press({ title: words('pilots.due.week'), action: 'pilots.week', values })]),
        opensForm({ title: words('pilots.own.stop'), action: 'pilots.stop', values }),
      ],
    ),
  };
}

export function pilotStillCard(words: Words, view: NudgeView): Message {
  const text = words('pilots.still.question', { title: view.title });
  const button = (answer: 'yes' | 'changed' | 'dropped') =>
    press({
      title: words(`pilots.still.${answer}`),
      action: 'pilots.still',
      values: { pilot: view.pilot, still: answer },
    });
  return {
    text,
    card: card(
      [boldLine(text), small(words('pilots.still.why'))],
      [button('yes'), button('changed'), button('dropped')],
    ),
  };
}

/** Somebody borrowed it: told once, to its owner alone. */
export function pilotTriedCard(
  words: Words,
  view: NudgeView & { who: string; how: string; question: string },
): Message {
  const text = view.how
    ? words('pilots.tried.changed', { who: view.who, title: view.title, how: view.how })
    : words('pilots.tried.same', { who: view.who, title: view.title });
  return {
    text,
    card: card(
      [boldLine(text), line(words('pilots.tried.compare')), small(words('pilots.tried.once'))],
      [
        opensForm({ title: words('pilots.tried.hello'), action: 'pilots.ask', values: { pilot: view.question } }),
        press({ title: words('pilots.tried.nice'), action: 'pilots.nice', values: { pilot: view.pilot } }),
      ],
    ),
  };
}

export function pilotInvitationCard(words: Words, view: NudgeView & { results: number; who: string }): Message {
  const text = words('pilots.invitation.text', { title: view.title, count: view.results });
  const values = { pilot: view.pilot };
  return {
    text,
    card: card(
      [
        heading(words('pilots.invitation.heading')),
        line(text),
        line(words('pilots.invitation.who', { who: view.who })),
      ],
      [
        opensForm({ title: words('pilots.invitation.compare'), action: 'pilots.details', values }),
        opensForm({ title: words('pilots.invitation.write'), action: 'pilots.conclude', values }),
      ],
    ),
  };
}

/** What takes a nudge's place once it was answered. */
export function pilotAnsweredCard(text: string): Message {
  return { text, card: card([line(text)]) };
}
