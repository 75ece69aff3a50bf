import type { Words } from '../../cards/words.ts';
import type { PilotPlan } from '../../storage/tables/pilots.ts';
import { type Channel, channelsWithCaveats } from './statistics/caveats.ts';
import type { Better, Design, MetricKind } from './statistics/design.ts';
import type { Nouns } from './statistics/sentences.ts';

/*
 * What can be measured on which channel: what to fill in beforehand, so that nobody needs to know statistics. The
 * highest level of evidence that people can usually get stands first (outputs, out-takes, outcomes: the Government
 * Communication Service's evaluation cycle). Opens of e-mails are no metric: some mail apps open everything themselves.
 */

interface Metric {
  readonly kind: MetricKind;
  readonly better: Better;
}

const metrics = {
  clicks_delivered: { kind: 'share', better: 'higher' },
  replies_delivered: { kind: 'share', better: 'higher' },
  clicks_reach: { kind: 'share', better: 'higher' },
  saves_reach: { kind: 'share', better: 'higher' },
  question_comments: { kind: 'count_per_item', better: 'higher' },
  finished_started: { kind: 'share', better: 'higher' },
  actions_visits: { kind: 'share', better: 'higher' },
  useful_answers: { kind: 'share', better: 'higher' },
  exits_searches: { kind: 'share', better: 'lower' },
  clicks_viewers: { kind: 'share', better: 'higher' },
  found_asked: { kind: 'share', better: 'higher' },
  clicks_texts: { kind: 'share', better: 'higher' },
  bookings_texts: { kind: 'share', better: 'higher' },
  outside_replies: { kind: 'count_per_item', better: 'higher' },
  useful_members: { kind: 'share', better: 'higher' },
  attended_booked: { kind: 'share', better: 'higher' },
  asked_attended: { kind: 'share', better: 'higher' },
  did_replied: { kind: 'share', better: 'higher' },
  right_tests: { kind: 'share', better: 'higher' },
  cards_given: { kind: 'share', better: 'higher' },
  watched_started: { kind: 'share', better: 'higher' },
  captions_views: { kind: 'share', better: 'higher' },
  recalled_asked: { kind: 'share', better: 'higher' },
  weekly_contacts: { kind: 'count_per_item', better: 'lower' },
  own_share: { kind: 'share', better: 'higher' },
  own_share_lower: { kind: 'share', better: 'lower' },
  own_count: { kind: 'count_per_item', better: 'higher' },
  own_count_lower: { kind: 'count_per_item', better: 'lower' },
  time_taken: { kind: 'time', better: 'lower' },
  ratings: { kind: 'rating', better: 'higher' },
  quotes: { kind: 'words', better: 'higher' },
} as const satisfies Record<string, Metric>;

export type MetricId = keyof typeof metrics;

/** On every channel: something of one's own, times, ratings, words. */
const anywhere = [
  'own_share',
  'own_share_lower',
  'own_count',
  'own_count_lower',
  'time_taken',
  'ratings',
  'quotes',
] as const satisfies readonly MetricId[];

const onChannel = {
  email: { metrics: ['clicks_delivered', 'replies_delivered'], design: 'before_after' },
  social: { metrics: ['clicks_reach', 'saves_reach', 'question_comments', 'watched_started'], design: 'usual_range' },
  web: { metrics: ['finished_started', 'actions_visits', 'useful_answers', 'exits_searches'], design: 'before_after' },
  intranet: { metrics: ['clicks_viewers', 'found_asked'], design: 'before_after' },
  text_message: { metrics: ['clicks_texts', 'bookings_texts'], design: 'before_after' },
  staff_post: { metrics: ['outside_replies', 'useful_members'], design: 'usual_range' },
  event: { metrics: ['attended_booked', 'asked_attended', 'did_replied'], design: 'before_after' },
  printed: { metrics: ['right_tests', 'cards_given'], design: 'before_after' },
  video: { metrics: ['watched_started', 'captions_views', 'recalled_asked'], design: 'before_after' },
  contact_centre: { metrics: ['weekly_contacts'], design: 'usual_range' },
  other: { metrics: [], design: 'before_after' },
} as const satisfies Record<Channel | 'other', { metrics: readonly MetricId[]; design: Design }>;

export type ChannelId = keyof typeof onChannel;

export const channelIds = Object.keys(onChannel) as readonly ChannelId[];

export const contentTypes = [
  'q_and_a',
  'checklist',
  'short_video',
  'carousel',
  'plain_text',
  'story',
  'live',
  'poll',
  'map',
  'audio',
  'other',
] as const;
export type ContentType = (typeof contentTypes)[number];

export function isChannel(value: string | undefined): value is ChannelId {
  return value !== undefined && Object.hasOwn(onChannel, value);
}

export function isContentType(value: string | undefined): value is ContentType {
  return contentTypes.some((each) => each === value);
}

export function metricsOn(channel: string): readonly MetricId[] {
  return [...(isChannel(channel) ? onChannel[channel].metrics : []), ...anywhere];
}

export function usualDesignOn(channel: string): Design {
  return isChannel(channel) ? onChannel[channel].design : 'before_after';
}

export function isMetric(value: string | undefined): value is MetricId {
  return value !== undefined && Object.hasOwn(metrics, value);
}

/** The metric of a plan; a name that this version does not know reads as words. */
export function metricOf(plan: Pick<PilotPlan, 'metric'>): Metric & { readonly id: MetricId } {
  const id = isMetric(plan.metric) ? plan.metric : 'quotes';
  return { id, ...metrics[id] };
}

/** The designs that a kind of metric can be read by, the usual one first. */
const designsFor: Readonly<Record<MetricKind, readonly Design[]>> = {
  share: ['before_after', 'split', 'usual_range', 'look_and_learn'],
  count_per_item: ['usual_range', 'look_and_learn'],
  time: ['before_after', 'split', 'look_and_learn'],
  rating: ['before_after', 'split', 'look_and_learn'],
  words: ['look_and_learn'],
};

/** The chosen design, or the one that suits what is measured. */
export function fittingDesign(kind: MetricKind, chosen: string | undefined): Design {
  const fitting = designsFor[kind];
  return fitting.find((design) => design === chosen) ?? fitting[0] ?? 'look_and_learn';
}

/** The channel, where its figures always need a word. */
export function channelWithCaveat(channel: string): Channel | undefined {
  return channelsWithCaveats.find((each) => each === channel);
}

export function channelName(words: Words, channel: string): string {
  return words(`pilots.channel.${isChannel(channel) ? channel : 'other'}`);
}

export function contentTypeName(words: Words, type: string): string {
  return words(`pilots.contentType.${isContentType(type) ? type : 'other'}`);
}

/** "Unique clicks, of emails delivered", or what the person counts in their own words. */
export function metricName(words: Words, plan: Pick<PilotPlan, 'metric' | 'ownMetric'>): string {
  return plan.ownMetric || words(`pilots.metric.${metricOf(plan).id}.name`);
}

export function nounsOf(words: Words, plan: Pick<PilotPlan, 'metric'>): Nouns {
  const { id } = metricOf(plan);
  return { counted: words(`pilots.metric.${id}.counted`), of: words(`pilots.metric.${id}.of`) };
}
