import type { HomeView } from '@slack/types';
import type { AdaptiveCard } from '../../chat/card.ts';
import type { SlackClient } from './client.ts';
import { renderCard } from './render-card.ts';

/** Shows a person's own page (https://docs.slack.dev/surfaces/app-home). `user` is Slack's id. */
export async function publishHome(client: SlackClient, user: string, card: AdaptiveCard): Promise<void> {
  const blocks = renderCard(card, { surface: 'home' }).blocks as HomeView['blocks'];
  await client.call('views.publish', (web) => web.views.publish({ user_id: user, view: { type: 'home', blocks } }));
}
