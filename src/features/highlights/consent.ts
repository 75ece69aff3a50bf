import { lengthOf } from '../../base/text.ts';
import { listOf } from '../../cards/dates.ts';
import { highlightDoneCard } from '../../cards/highlights/consent.ts';
import { takeBackForm } from '../../cards/highlights/own-card.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, FormEvent } from '../../chat/event.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply, replace } from '../../chat/reply.ts';
import { isSamePerson } from '../../people/accounts.ts';
import { type Place, placeOf, placesOf } from '../../people/places.ts';
import type { Handling } from '../feature.ts';
import { consentFormFor } from './consent-view.ts';
import type { HighlightsDeps, Moment } from './deps.ts';
import { type Highlight, isPrivate, limits } from './highlight.ts';
import { placeLabel } from './labels.ts';
import { ownCard, placeOwnCard } from './own-card.ts';
import { firstMoment, lookAgain } from './sending.ts';
import { findChannels } from './store/channels.ts';
import { type CopyStanding, copiesOf, planCopies } from './store/copies.ts';
import { changeHighlight, isHeld, setState, unanswered } from './store/highlights.ts';
import { lockHighlight } from './store/locks.ts';
import { insideOf, pickedOf, targetsFor } from './targets.ts';
import { bringUpToDate, type Stopping, stop } from './travel.ts';

/** An author says yes, with or without their name, to each place; or no, or nothing; and takes it back. */

/** Theirs, and not over: the button may be older than that. */
async function lockOwn(trx: Moment['trx'], id: string | undefined, person: PersonId): Promise<Highlight | undefined> {
  const highlight = await lockHighlight(trx, id);
  if (!highlight || highlight.state === 'withdrawn') return undefined;
  return (await isSamePerson(trx, highlight.author_id, person)) ? highlight : undefined;
}

/** [Yes, with my name], [Yes, no name]: to the places that were shown, but those where outsiders read. */
export async function sayYes(
  deps: HighlightsDeps,
  { event, named }: { event: ActionEvent; named: boolean },
  handling: Handling,
): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockOwn(trx, event.values.highlight, event.person.id);
  if (highlight?.state !== 'asked') return note(words('highlights.ask.over'));
  const targets = await targetsFor(trx, highlight);
  const meant = targets.filter(({ id }) => highlight.asked_for.includes(id));
  if (targets.length === 0) return note(words('highlights.suggest.nowhere'));
  const inside = insideOf(meant);
  if (inside.length === 0)
    return form(await consentFormFor(trx, { highlight, targets: meant.length > 0 ? meant : targets, words, named }));
  const picked = inside.map((place) => ({ place, outside: false }));
  return agree(deps, { highlight, picked, named, team: highlight.team }, handling);
}

/** [Choose where], [Change where] */
export async function openConsent(deps: HighlightsDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockOwn(trx, event.values.highlight, event.person.id);
  if (!highlight) return note(words('highlights.own.gone'));
  return openConsentFor(deps, highlight, handling);
}

export async function openConsentFor(
  deps: HighlightsDeps,
  highlight: Highlight,
  { trx, words, now }: Handling,
): Promise<Reply> {
  const targets = await choicesFor(trx, highlight);
  if (targets.length === 0) return note(words('highlights.suggest.nowhere'));
  await lookAgain(deps, [highlight.home_id, ...targets.map(({ id }) => id)], { trx, now });
  return form(await consentFormFor(trx, { highlight, targets, words }));
}

/** What may be chosen now, and where it is shown already. */
async function choicesFor(trx: Moment['trx'], highlight: Highlight): Promise<readonly Place[]> {
  const targets = await targetsFor(trx, highlight);
  const copies = await copiesOf(trx, [highlight.id]);
  const missing = copies
    .map(({ conversation_id }) => conversation_id)
    .filter((id) => !targets.some((target) => target.id === id));
  return [...targets, ...(await placesOf(trx, missing)).values()];
}

/** The form with places, name and team was sent. */
export async function keepConsent(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockOwn(trx, event.state, event.person.id);
  if (!highlight) return note(words('highlights.own.gone'));
  const targets = await choicesFor(trx, highlight);
  const picked = pickedOf(targets, event.inputs.channels);
  const named = event.inputs.name !== 'nameless';
  const team = (event.inputs.team ?? '').trim();
  const complaints = {
    ...(picked.length === 0 && { channels: words('highlights.consent.channelsEmpty') }),
    ...(lengthOf(team) > limits.team && {
      team: words('highlights.consent.teamLong', { length: lengthOf(team), limit: limits.team }),
    }),
  };
  if (Object.keys(complaints).length > 0) {
    const chosen = picked.map(({ place }) => place.id);
    return form(await consentFormFor(trx, { highlight, targets, words, chosen, named, team }), complaints);
  }
  return agree(deps, { highlight, picked, named, team, event }, handling);
}

interface Agreement {
  readonly highlight: Highlight;
  /** Everywhere that it may be shown, and nowhere else; `outside`: in front of people from outside as well. */
  readonly picked: readonly { readonly place: Place; readonly outside: boolean }[];
  readonly named: boolean;
  readonly team: string;
  readonly event?: FormEvent;
}

async function agree(deps: HighlightsDeps, agreement: Agreement, handling: Handling): Promise<Reply> {
  const { highlight, picked, named, team, event } = agreement;
  const { trx, now, words } = handling;
  const home = await placeOf(trx, highlight.home_id);
  const change = { state: 'agreed', named, team, agreed_at: now, agreed_private: isPrivate(home) } as const;
  const agreed = await changeHighlight(trx, highlight.id, { ...change, expires_at: null });
  const kept = new Set(picked.map(({ place }) => place.id));
  const dropped = (await copiesOf(trx, [highlight.id])).filter(({ conversation_id }) => !kept.has(conversation_id));
  await stop(
    deps,
    dropped.map((copy) => takenBack(agreed, copy)),
    handling,
  );
  const channels = await findChannels(trx, [...kept]);
  const plans = picked.map(({ place, outside }) => {
    const channel = channels.get(place.id);
    const due = channel ? firstMoment(deps, channel, now) : now;
    return { highlight_id: highlight.id, conversation_id: place.id, outside, due_at: due };
  });
  await planCopies(trx, plans);
  await bringUpToDate(deps, [highlight.id], handling);
  const own = await takeOverCard(deps, agreed, { event, handling });
  const stoodInCard = !event || (event.answers.replace && event.message !== undefined);
  return stoodInCard ? replace(own) : note(words('highlights.consent.done'));
}

/** The question becomes the author's card; a dialog leaves nothing behind, so that one comes as a message. */
async function takeOverCard(
  deps: HighlightsDeps,
  highlight: Highlight,
  { event, handling }: { event: FormEvent | undefined; handling: Handling },
) {
  const { trx, now } = handling;
  const message = await ownCard(deps, highlight, handling);
  const isInOwnChat = event?.answers.replace && event.conversation?.kind === 'direct' && event.message;
  if (!highlight.own_delivery_id && isInOwnChat && event.message) {
    const own = await deps.outbox.adopt(trx, message, { person: highlight.author_id, ref: event.message, now });
    await changeHighlight(trx, highlight.id, { own_delivery_id: own });
  } else {
    const isAsking = highlight.own_delivery_id !== null && (await isHeld(trx, highlight.own_delivery_id));
    // They have answered before they were asked: the question is not, and their card does not wait in its place.
    if (isAsking && highlight.own_delivery_id)
      await deps.outbox.remove(trx, highlight.own_delivery_id, handling.words('highlights.ask.over'));
    await placeOwnCard(deps, isAsking ? { ...highlight, own_delivery_id: null } : highlight, handling);
  }
  return message;
}

/** [No thanks] */
export async function sayNo(deps: HighlightsDeps, event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const highlight = await lockOwn(trx, event.values.highlight, event.person.id);
  if (highlight?.state !== 'asked') return note(words('highlights.ask.over'));
  await changeHighlight(trx, highlight.id, { state: 'declined' });
  const message = highlightDoneCard(words('highlights.ask.declined'));
  if (highlight.own_delivery_id) await deps.outbox.update(trx, highlight.own_delivery_id, message);
  return replace(message);
}

/** No answer is a no. */
export async function closeUnanswered(deps: HighlightsDeps, now: Date): Promise<void> {
  await deps.transaction(async (trx) => {
    const over = await unanswered(trx, now, mostAtOnce);
    const [reached, held] = [over.filter((each) => each.reached), over.filter((each) => !each.reached)];
    // Held back by their calendar until it was too late: nobody was asked.
    await setState(
      trx,
      held.map(({ id }) => id),
      { state: 'noted', own_delivery_id: null },
    );
    await setState(
      trx,
      reached.map(({ id }) => id),
      { state: 'expired' },
    );
    const message = highlightDoneCard(wordsFor('en')('highlights.ask.expired'));
    const questions = reached.flatMap(({ own_delivery_id }) => own_delivery_id ?? []);
    await deps.outbox.updateAll(trx, new Map(questions.map((id) => [id, message])));
  });
}

const mostAtOnce = 500;

/** [Take it back]: says first what goes and what cannot be recalled. */
export async function askToTakeBack(event: ActionEvent, { trx, words }: Handling): Promise<Reply> {
  const highlight = await lockOwn(trx, event.values.highlight, event.person.id);
  if (!highlight) return note(words('highlights.own.gone'));
  const copies = await copiesOf(trx, [highlight.id]);
  const places = await placesOf(
    trx,
    copies.map(({ conversation_id }) => conversation_id),
  );
  if (places.size === 0) return note(words('highlights.own.takenBack'));
  const labels = listOf([...places.values()].map((place) => placeLabel(words, place)));
  return form(takeBackForm(words, { highlight: highlight.id, places: labels }));
}

export async function takeBack(deps: HighlightsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const highlight = await lockOwn(trx, event.state, event.person.id);
  if (!highlight) return note(words('highlights.own.gone'));
  if (event.button === 'back') return replace(await ownCard(deps, highlight, handling));
  await stopAll(deps, [highlight], handling);
  await bringUpToDate(deps, [highlight.id], handling);
  const isInCard = event.answers.replace && event.message !== undefined;
  return isInCard ? replace(await ownCard(deps, highlight, handling)) : note(words('highlights.own.takenBack'));
}

/** Takes every copy away, shown ones and those on their way. */
export async function stopAll(deps: HighlightsDeps, highlights: readonly Highlight[], moment: Moment): Promise<void> {
  const byId = new Map(highlights.map((highlight) => [highlight.id, highlight]));
  const copies = await copiesOf(moment.trx, [...byId.keys()]);
  const stopped = copies.flatMap((copy) => {
    const highlight = byId.get(copy.highlight_id);
    return highlight ? [takenBack(highlight, copy)] : [];
  });
  await stop(deps, stopped, moment);
}

function takenBack(highlight: Highlight, copy: CopyStanding): Stopping {
  return { highlight, copy, obstacle: 'taken-back' };
}
