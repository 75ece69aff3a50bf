import { App } from '@slack/bolt';
import type { Clock } from '../../base/clock.ts';
import { type Ack, type AnswerOptions, createAnswers } from './answer.ts';
import type { Arrival } from './arrival.ts';
import type { JsonObject } from './blocks/json.ts';
import { clientOptions, toSlackLogger } from './client.ts';
import type { SlackInstalls } from './installs/installs.ts';
import { noteBody } from './notes.ts';
import { parse } from './parse.ts';
import { botUserOf, eventWorkspace, needsBotUser } from './parse-event.ts';
import type { SlackReceiver } from './receiver.ts';
import { renderMessage } from './render-message.ts';
import { words } from './words.ts';

interface Connection extends AnswerOptions {
  readonly installs: SlackInstalls;
  readonly clock: Clock;
  /** Without the slash. */
  readonly commands: readonly string[];
  readonly shortcuts: readonly string[];
  readonly apiUrl?: string;
}

/** One listener for each kind of delivery; what is in it is `parse`'s business. */
export function connectBolt(receiver: SlackReceiver, connection: Connection): void {
  const { logger } = connection;
  const take = createIntake(connection);
  const app = new App({
    receiver,
    // Whose token it takes is known once the delivery is read: `installs/access.ts`.
    authorize: async () => ({}),
    // `parse` knows the bot's own messages by what stands in them, without asking Slack who the bot is.
    ignoreSelf: false,
    convoStore: false,
    clientOptions: clientOptions(connection),
    logger: toSlackLogger(logger),
  });
  app.error(async (error) => {
    throw error.original ?? error;
  });
  const interaction = async ({ body, ack }: { body: object; ack: (answer?: never) => Promise<void> }): Promise<void> =>
    take(body as JsonObject, once(ack as Ack));
  app.event(/.*/, async ({ body, context }) => take(body as object as JsonObject, once(context.taken as Ack)));
  app.command(/.*/, interaction);
  app.action(/.*/, interaction);
  app.shortcut(/.*/, interaction);
  app.view(/.*/, interaction);
  app.view({ type: 'view_closed', callback_id: /.*/ }, interaction);
}

function once(ack: Ack): Ack {
  let isDone = false;
  return async (body) => {
    if (isDone) return;
    isDone = true;
    await ack(body);
  };
}

function createIntake(connection: Connection): (body: JsonObject, ack: Ack) => Promise<void> {
  const { installs, clock, commands, logger, shortcuts } = connection;
  const answers = createAnswers(connection);

  async function take(body: JsonObject, ack: Ack): Promise<void> {
    const arrival = parse(body, { at: clock.now(), botUser: await botUserFor(body) });
    if ('ignored' in arrival) {
      logger.debug({ why: arrival.ignored }, 'ignored');
      return ack();
    }
    if (isUnknown(arrival)) return takeUnknown(arrival, ack);
    const { event, way } = arrival;
    const known: Arrival = { ...arrival, way: { ...way, event: event.id } };
    const isRemoval = event.kind === 'installation' && event.change === 'removed';
    return isRemoval ? takeRemoval(known, body, ack) : answers.take(known, ack);
  }

  async function botUserFor(body: JsonObject): Promise<string | undefined> {
    const workspace = eventWorkspace(body);
    return botUserOf(body) ?? (needsBotUser(body) && workspace ? installs.botUserIn(workspace) : undefined);
  }

  async function takeRemoval(arrival: Arrival, { event_time: told }: JsonObject, ack: Ack): Promise<void> {
    const { workspace } = arrival.event;
    const toldAt = typeof told === 'number' ? new Date(told * 1000) : undefined;
    if (!(await installs.watch.isOver(workspace, toldAt))) {
      logger.info({ workspace }, 'an uninstall was told that is not of the present install');
      return ack();
    }
    await answers.take(arrival, ack);
    await installs.watch.forget(workspace);
  }

  function isUnknown({ event }: Arrival): boolean {
    if (event.kind === 'command') return !commands.includes(event.command);
    return event.kind === 'shortcut' && !shortcuts.includes(event.shortcut);
  }

  async function takeUnknown({ event, way }: Arrival, ack: Ack): Promise<void> {
    logger.warn({ kind: event.kind }, 'Slack has a command or shortcut that this app does not know');
    if (event.kind === 'command') {
      const known = commands.map((command) => `/${command}`);
      return ack(noteBody(renderMessage({ text: words.unknownCommand(`/${event.command}`, known) }), 'person'));
    }
    await ack();
    await answers.tell(way, words.unknownShortcut);
  }

  return take;
}
