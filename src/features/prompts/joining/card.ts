import { dayAndTime } from '../../../cards/dates.ts';
import { doneCard, type HelloView, helloCard, readerCard, settledCard } from '../../../cards/joining/cards.ts';
import { languages, type Words, wordsFor } from '../../../cards/words.ts';
import type { Message } from '../../../chat/message.ts';
import { findName } from '../../../people/store.ts';
import { type Calendar, usualHours, weeklyCap } from '../../../scheduling/calendar.ts';
import { loadCalendar } from '../../../scheduling/store.ts';
import type { Handling } from '../../feature.ts';
import { type Community, nextAskAt, ownRhythm } from '../community.ts';
import type { PromptsDeps } from '../deps.ts';
import { type Preference, preferenceOf } from '../preference.ts';
import { communitiesOf, findCommunity } from '../store/communities.ts';
import { findMember } from '../store/members.ts';
import { audienceInWords, audiencesOnOffer, isAllSaid, slotInWords, slotsOnOffer, slotValue } from './choices.ts';
import { findInvitation, type Newcomer } from './store.ts';

/** A newcomer's card, as far as they have come. */

export const longestOffer = 120;

type Moment = Pick<Handling, 'trx' | 'now'>;

/** What it is made of. */
interface Standing {
  readonly newcomer: Newcomer;
  readonly community: Community;
  readonly calendar: Calendar;
  readonly preference: Preference;
  /** When they are asked next. */
  readonly nextAskAt: Date | null;
}

export async function cardOf(
  deps: Pick<PromptsDeps, 'organisation'>,
  newcomer: Newcomer,
  moment: Moment,
): Promise<Message | undefined> {
  const community = await findCommunity(moment.trx, newcomer.community_id);
  return community && cardFor(deps, { newcomer, community }, moment);
}

/** The same where both are known already; of somebody who does not take part yet, as if they did. */
export async function cardFor(
  deps: Pick<PromptsDeps, 'organisation'>,
  { newcomer, community }: Pick<Standing, 'newcomer' | 'community'>,
  { trx, now }: Moment,
): Promise<Message> {
  const preference = await preferenceOf(trx, newcomer.person_id);
  const calendar = await loadCalendar(trx, newcomer.person_id, deps.organisation);
  const member = await findMember(trx, community.id, newcomer.person_id);
  const words = wordsFor(preference.language ?? 'en');
  if (member?.state === 'reading' && newcomer.said.includes('slot')) return readerCard(words);
  const next = member ? member.next_ask_at : nextAskAt(community, calendar, now);
  const standing = { newcomer, community, calendar, preference, nextAskAt: next };
  if (!isAllSaid(newcomer)) return helloCard(words, await helloView(words, standing, { trx }));
  return newcomer.offer_said ? settledCard(words, settledView(standing)) : doneCard(words, doneView(words, standing));
}

async function helloView(
  words: Words,
  { newcomer, community, calendar, preference }: Standing,
  { trx }: Pick<Handling, 'trx'>,
): Promise<HelloView> {
  const { said, person_id } = newcomer;
  const invitation = await findInvitation(trx, newcomer.invitation_id);
  const { audience, language } = preference;
  const slot = calendar.slot && slotInWords(calendar.slot);
  return {
    name: firstName(await findName(trx, person_id)),
    by: await findName(trx, invitation?.person_id ?? community.created_by),
    languages: languages.map(({ code, name }) => ({ title: name, value: code })),
    ...(said.includes('language') && { language: languages.find(({ code }) => code === language)?.name }),
    slots: slotsOnOffer(community, calendar).map((each) => ({ title: slotInWords(each), value: slotValue(each) })),
    ...(said.includes('slot') && slot && { slot }),
    audiences: audiencesOnOffer(words, community, await communitiesOf(trx, person_id)),
    ...(said.includes('audience') && { audience: audienceInWords(words, audience, community.name) }),
  };
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

function doneView(words: Words, { community, calendar, preference, nextAskAt: next }: Standing) {
  const { weekdays, timeOfDay } = ownRhythm(community, calendar);
  const { from, until } = calendar.hours ?? usualHours;
  return {
    place: community.name,
    when: next ? dayAndTime(next, calendar.timeZone) : '',
    slot: slotInWords({ weekday: weekdays[0] ?? 1, time: timeOfDay }),
    audience: audienceInWords(words, preference.audience, community.name),
    cap: weeklyCap,
    from,
    until,
    offerLimit: longestOffer,
  };
}

function settledView({ newcomer, community, calendar, nextAskAt: next }: Standing) {
  return {
    place: community.name,
    when: next ? dayAndTime(next, calendar.timeZone) : '',
    offer: newcomer.offer ?? '',
    shown: newcomer.line_id !== null,
  };
}
