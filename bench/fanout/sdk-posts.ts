import { LogLevel, WebClient } from '@slack/web-api';
import { ConnectorClient } from 'botframework-connector';
import type { ServiceName } from '../service/running.ts';
import type { Item } from './workload.ts';

export type { Item };
export type Post = (item: Item) => Promise<unknown>;

/** The platform's own SDK as it comes, with its own retries. */
export function createPost(platform: ServiceName, address: string): Post {
  if (platform === 'slack') {
    const web = new WebClient('xoxb-bench', { slackApiUrl: `${address}/api/`, logLevel: LogLevel.ERROR });
    return (item) => web.chat.postMessage({ ...item });
  }
  const { conversations } = new ConnectorClient(credentials, { baseUri: `${address}/teams/` });
  return ({ channel, text }) => conversations.sendToConversation(channel, { type: 'message', text });
}

type Request = Parameters<ConstructorParameters<typeof ConnectorClient>[0]['signRequest']>[0];

const credentials = {
  async signRequest(request: Request) {
    request.headers.set('Authorization', 'Bearer a token');
    return request;
  },
};
