import { CloudAdapter } from 'botbuilder';
import type { Kysely } from 'kysely';
import type restify from 'restify';
import { type Clock, systemClock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Bot } from '../../chat/bot.ts';
import type { ConversationId, MessageRef, PersonId } from '../../chat/ids.ts';
import type { Message } from '../../chat/message.ts';
import { type Platform, PlatformError } from '../../chat/platform.ts';
import type { Database } from '../../storage/schema.ts';
import { cardType } from './answer.ts';
import { createChannelNames, describe } from './channels.ts';
import { type Connector, createConnector } from './client.ts';
import { createCredentialsFactory } from './credentials.ts';
import { isBeyondService } from './errors.ts';
import { conversationIdOf, joinThread, messageIdOf, splitThread, teamsIdOf, workspaceOf } from './ids.ts';
import { answerWithinMs, teamsLimits } from './limits.ts';
import { listMembers } from './members.ts';
import { createReferenceStore, type Reference, type ReferenceKey, type ReferenceStore } from './references.ts';
import { renderCard } from './render-card.ts';
import { renderSummary, renderText } from './render-text.ts';
import { answerFailure, createRoutes } from './routes.ts';
import { createServiceHosts, isOnThisMachine, type ServiceHosts } from './service-hosts.ts';
import { threadAddress } from './thread-address.ts';
import { createVerifier } from './verify.ts';
import { mountTeams } from './web.ts';
import { words } from './words.ts';

export interface TeamsOptions {
  readonly appId?: string | undefined;
  readonly password?: string | undefined;
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId?: string | undefined;
  /** The organisations whose people may use it; its own by default. */
  readonly allowedTenants?: readonly string[] | undefined;
  /** `off` takes unsigned activities and sends no token: for an emulator on this machine. */
  readonly auth: 'on' | 'off';
  /** Where the keys are that tokens are verified with; Microsoft's by default. */
  readonly openIdMetadataUrl?: string | undefined;
  /** Where our own tokens come from; Microsoft's by default. */
  readonly loginUrl?: string | undefined;
  readonly bot: Bot;
  readonly db: Kysely<Database>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where references are kept instead of the database. */
  readonly references?: ReferenceStore;
  /** How long an answer may take before "still working" is said. */
  readonly answerWithinMs?: number;
}

export interface TeamsAdapter {
  readonly platform: Platform;
  /** Adds `POST /api/messages`. */
  mount(server: restify.Server): void;
  /** Waits for what is being handled. */
  stop(): Promise<void>;
}

export async function createTeamsAdapter(options: TeamsOptions): Promise<TeamsAdapter> {
  const { logger, auth } = options;
  const factory = createCredentialsFactory({ ...options, realClock: systemClock });
  const allowedTenants = options.allowedTenants ?? [options.tenantId].filter((tenant) => tenant !== undefined);
  const verifier = createVerifier({ ...options, allowedTenants, credentials: factory, realClock: systemClock });
  const credentials = await factory.createCredentials(options.appId ?? '', audience, loginEndpoint, true);
  const references = options.references ?? createReferenceStore(options.db, options.clock);
  const connector = createConnector({ credentials });
  const routes = createRoutes({
    bot: options.bot,
    references,
    channelNames: createChannelNames({ connector, logger, realClock: systemClock }),
    clock: options.clock,
    logger,
    answerWithinMs: options.answerWithinMs ?? answerWithinMs,
  });
  const adapter = new CloudAdapter(verifier.authentication);
  adapter.onTurnError = async (context, error) => {
    logger.error({ err: error, type: context.activity.type }, 'an activity could not be handled');
    if (context.activity.type === 'invoke') await answerFailure(context, words.wentWrong);
  };
  return {
    platform: createPlatform({ connector, references, services: createServiceHosts(options) }),
    mount: (server) => mountTeams(server, { adapter, verifier, auth, logger, routes }),
    stop: () => routes.settled(),
  };
}

const audience = 'https://api.botframework.com';
const loginEndpoint = 'https://login.microsoftonline.com';

interface PlatformParts {
  readonly connector: Connector;
  readonly references: ReferenceStore;
  readonly services: ServiceHosts;
}

function createPlatform({ connector, references, services }: PlatformParts): Platform {
  return {
    name: 'teams',
    limits: teamsLimits,
    abilities: {
      inputsInCards: true,
      threadAddress,
      addedToPlaces: true,
      async describe(conversation) {
        return describe(conversation, { reference: await referenceOf(conversation), connector });
      },
      prepare: (conversations) => references.prepare([...conversations, ...new Set(conversations.map(workspaceOf))]),
    },

    async post(to, message, { deliveryId, thread, repeat }) {
      const reference = await referenceOf(to);
      const shown = repeat ? withRepeatNote(message) : message;
      const activity = { ...renderMessage(shown), channelData: { clientActivityID: deliveryId } };
      const isChannel = reference.conversation?.kind === 'channel';
      if (isChannel && thread === undefined) return startThread(to, reference, activity);
      const { id } = await connector.call('post', reference.serviceUrl, (conversations) =>
        conversations.sendToConversation(addressOf(to, reference, thread), activity),
      );
      return { conversation: to, id: postedId(id), ...(isChannel && thread && { thread }) };
    },

    async update(ref, message) {
      const reference = await referenceOf(ref.conversation);
      await replaceMessage(ref, reference, renderMessage(message));
    },

    async remove(ref, instead) {
      const reference = await referenceOf(ref.conversation);
      try {
        await connector.call('remove', reference.serviceUrl, (conversations) =>
          conversations.deleteActivity(addressOf(ref.conversation, reference, ref.thread ?? ref.id), ref.id),
        );
      } catch (error) {
        if (error instanceof PlatformError && error.code === 'not_found') return;
        if (!isBeyondService(error)) throw error;
        await replaceMessage(ref, reference, renderMessage({ text: instead }));
      }
    },

    async openDirect(person) {
      const met = await find(person);
      const known = met ? checked(await atItsAddress(person, met)) : await referenceOf(workspaceOf(person));
      const direct = known.direct ?? (await createDirect(person, known));
      const workspace = workspaceOf(person);
      return { id: conversationIdOf(workspace, direct), workspace, kind: 'direct' };
    },

    async members(conversation) {
      return listMembers(conversation, { reference: await referenceOf(conversation), connector, references });
    },

    async ready() {
      // Nothing is connected that could break: every call is a request of its own.
    },
  };

  /** Where this fails, Teams was not called. */
  async function find(key: ReferenceKey): Promise<Reference | undefined> {
    try {
      return await references.find(key);
    } catch (cause) {
      throw new PlatformError('unavailable', 'what Teams told of this place could not be read', {
        neverSent: true,
        cause,
      });
    }
  }

  async function referenceOf(key: ReferenceKey): Promise<Reference> {
    const reference = await find(key);
    if (reference) return checked(await atItsAddress(key, reference));
    throw new PlatformError('not_found', 'Teams has not told where this is: the app was never there');
  }

  /** What earlier versions kept was not asked whose it is. */
  function checked(reference: Reference): Reference {
    if (services.allow(reference.serviceUrl)) return reference;
    throw new PlatformError('rejected', "the service address that is known of this place is not Microsoft's");
  }

  /** An emulator on this machine may have come back on another port; Teams' own addresses stay. */
  async function atItsAddress(key: ReferenceKey, reference: Reference): Promise<Reference> {
    if (!isOnThisMachine(reference.serviceUrl)) return reference;
    const { serviceUrl } = (await find(workspaceOf(key))) ?? reference;
    return isOnThisMachine(serviceUrl) ? { ...reference, serviceUrl } : reference;
  }

  /** As `TeamsInfo.sendMessageToTeamsChannel` does it: a new conversation in the channel, with its first message. */
  async function startThread(to: ConversationId, reference: Reference, activity: object): Promise<MessageRef> {
    const { id, activityId } = await connector.call('post', reference.serviceUrl, (conversations) =>
      conversations.createConversation({
        ...parametersOf(reference),
        isGroup: true,
        channelData: { channel: { id: teamsIdOf(to) }, ...tenantOf(reference) },
        activity,
      } as Parameters<typeof conversations.createConversation>[0]),
    );
    return { conversation: to, id: postedId(activityId || splitThread(id).root) };
  }

  async function replaceMessage(ref: MessageRef, reference: Reference, activity: object): Promise<void> {
    await connector.call('update', reference.serviceUrl, (conversations) =>
      conversations.updateActivity(addressOf(ref.conversation, reference, ref.thread ?? ref.id), ref.id, {
        ...activity,
        id: ref.id,
      }),
    );
  }

  async function createDirect(person: PersonId, reference: Reference): Promise<string> {
    const { id } = await connector.call('openDirect', reference.serviceUrl, (conversations) =>
      conversations.createConversation({
        ...parametersOf(reference),
        isGroup: false,
        members: [{ id: reference.user?.id ?? teamsIdOf(person) }],
        channelData: tenantOf(reference),
      } as Parameters<typeof conversations.createConversation>[0]),
    );
    const direct = postedId(id);
    await references.save(
      new Map<ReferenceKey, Reference>([
        [person, { ...reference, direct }],
        [conversationIdOf(workspaceOf(person), direct), { ...reference, conversation: { id: direct, kind: 'direct' } }],
      ]),
    );
    return direct;
  }
}

function parametersOf({ bot, tenantId }: Reference) {
  return { bot, ...(tenantId && { tenantId }) };
}

function tenantOf({ tenantId }: Reference) {
  return tenantId === undefined ? {} : { tenant: { id: tenantId } };
}

/** A channel's messages are found under their thread, and only channels have threads. */
function addressOf(id: ConversationId, reference: Reference, root: string | undefined): string {
  const own = teamsIdOf(id);
  return reference.conversation?.kind === 'channel' && root !== undefined ? joinThread(own, root) : own;
}

function postedId(id: string | undefined) {
  if (id) return messageIdOf(id);
  throw new PlatformError('unavailable', 'Teams did not say where the message is');
}

/** Teams cannot be asked whether a post arrived whose answer was lost; its buttons are harmless when pressed twice. */
function withRepeatNote({ text, card }: Message): Message {
  const note = { type: 'TextBlock', text: words.perhapsTwice, wrap: true, isSubtle: true, size: 'Small' };
  const told = `${text}\n\n${words.perhapsTwice}`;
  return card ? { text: told, card: { ...card, body: [...(card.body ?? []), note] } } : { text: told };
}

/** With a card its words are the notification, else people would read everything twice. */
function renderMessage({ text, card }: Message) {
  if (!card) return { type: 'message', text: renderText(text), textFormat: 'plain' };
  return {
    type: 'message',
    summary: renderSummary(text),
    attachments: [{ contentType: cardType, content: renderCard(card) }],
  };
}
