import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { createChannels } from '../channels.ts';
import { slackBot, slackChannels, slackPeople, slackWorkspace } from '../org.ts';
import { personState } from '../people.ts';
import type { Identity, SlackCommand, SlackState } from '../state.ts';
import type { Records } from '../store.ts';
import { createSlackActions, type SlackActions } from './actions.ts';
import { chatMethods } from './chat-methods.ts';
import { conversationMethods } from './conversation-methods.ts';
import { createFiles, type SlackFiles } from './files.ts';
import { createSlackOAuth, type SlackOAuth } from './oauth.ts';
import { createResponseUrls } from './response-urls.ts';
import { createSlackSender } from './sender.ts';
import { createTriggers } from './triggers.ts';
import { userMethods } from './user-methods.ts';
import { viewMethods } from './view-methods.ts';
import { createViews } from './views.ts';
import { createWebApi, type WebApi } from './web-api.ts';
import { createSlackWorkspace, type SlackWorkspace } from './workspace.ts';

export interface LocalSlackOptions {
  readonly records: Records;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly patienceMs: number;
  readonly commands: readonly SlackCommand[];
  readonly shortcuts: readonly { id: string; name: string }[];
  readonly logger: Logger;
  readonly origin: () => string;
  /** Kinds of blocks that Slack does not have in this workspace yet. */
  readonly unknownBlocks?: readonly string[];
}

export interface LocalSlack {
  readonly actions: SlackActions;
  readonly api: WebApi;
  readonly workspace: SlackWorkspace;
  readonly files: SlackFiles;
  readonly oauth: SlackOAuth;
  state(): SlackState;
}

export function createLocalSlack(options: LocalSlackOptions): LocalSlack {
  const { records, identity, clock, realClock, logger, commands, shortcuts } = options;
  const files = createFiles(records, options.origin);
  const unknown = new Set(options.unknownBlocks);
  const facts = { hasFile: (id: string) => files.has(id), knows: (type: string) => !unknown.has(type) };
  const channels = createChannels(records);
  const workspace = createSlackWorkspace({ records, channels, clock, facts });
  const views = createViews(records, workspace);
  const triggers = createTriggers(realClock);
  const responseUrls = createResponseUrls(records, workspace, realClock);
  const now = () => clock.now();
  const methods = {
    ...chatMethods(workspace),
    ...conversationMethods(workspace, new Date(identity.startedAt)),
    ...userMethods(workspace, now),
    ...viewMethods(views, triggers, workspace),
    ...files.methods,
  };
  const sender = createSlackSender({
    origin: options.origin,
    signingSecret: identity.slackSigningSecret,
    realClock,
    patienceMs: options.patienceMs,
  });

  const oauth = createSlackOAuth({
    records,
    realClock,
    app: {
      id: slackWorkspace.appId,
      clientId: slackWorkspace.clientId,
      clientSecret: identity.slackClientSecret,
      botUser: slackBot.id,
    },
    targets: slackPeople
      .filter(({ administrator }) => administrator)
      .map(({ id }) => ({ id: slackWorkspace.id, name: slackWorkspace.name, installer: id })),
    redirectUrls: () => [`${options.origin()}/slack/oauth_redirect`],
  });

  return {
    workspace,
    files,
    oauth,
    api: createWebApi({ records, botToken: identity.slackBotToken, methods, oauth, responseUrls, logger }),
    actions: createSlackActions({
      records,
      workspace,
      views,
      triggers,
      responseUrls,
      sender,
      channels,
      commands,
      shortcuts,
      now,
      origin: options.origin,
    }),
    state: () => ({
      workspace: { id: slackWorkspace.id, name: slackWorkspace.name },
      bot: { id: slackBot.id, name: slackBot.name },
      people: slackPeople.map(personState),
      channels: slackChannels.map((channel) => channels.shown(channel)),
      conversations: workspace.shown(),
      modals: Object.fromEntries([...records.all('slack-modals')].map(([person, { views: stack }]) => [person, stack])),
      homes: Object.fromEntries(records.all('slack-home')),
      commands: [...commands],
      shortcuts: shortcuts.map(({ id, name }) => ({ callback_id: id, name })),
    }),
  };
}
