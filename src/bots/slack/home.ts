import type { HomeView } from '@slack/types';
import type { AdaptiveCard } from '../../chat/card.ts';
import type { PersonId } from '../../chat/ids.ts';
import type { ChartPictures } from './chart-pictures.ts';
import type { SlackClients } from './client.ts';
import { slackIdOf, workspaceOf } from './ids.ts';
import { untoldInputs } from './inputs.ts';
import { writeMetadata } from './metadata.ts';
import { renderCard } from './render-card.ts';
import { restOf } from './rest.ts';

/** Shows a person's own page (https://docs.slack.dev/surfaces/app-home). */
export async function publishHome(
  { clients, charts }: { clients: SlackClients; charts: ChartPictures },
  person: PersonId,
  card: AdaptiveCard,
): Promise<void> {
  const workspace = workspaceOf(person);
  await charts.send(
    workspace,
    (style) => renderCard(card, { ...style, surface: 'home', rest: restOf('home') }),
    ({ blocks, inputs }) => {
      const untold = untoldInputs(inputs, blocks);
      const metadata = untold.length > 0 ? writeMetadata({ origin: {}, state: '', inputs: untold }) : undefined;
      const view: HomeView = { type: 'home', blocks: blocks as HomeView['blocks'], private_metadata: metadata };
      return clients
        .at(workspace)
        .call('views.publish', (web) => web.views.publish({ user_id: slackIdOf(person), view }));
    },
  );
}
