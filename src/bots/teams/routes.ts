import { Application, TurnState } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import type { Bot } from '../../chat/bot.ts';
import type { ChatEvent } from '../../chat/event.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { type Activity, asRecord } from './activity.ts';
import { toCardAnswer, toDialogAnswer } from './answer.ts';
import type { ChannelNames } from './channels.ts';
import { parseActivity } from './parse.ts';
import { type ReferenceStore, referencesIn } from './references.ts';
import { words } from './words.ts';

export interface RoutesOptions {
  readonly bot: Bot;
  readonly references: ReferenceStore;
  readonly channelNames: ChannelNames;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly answerWithinMs: number;
}

export interface Routes {
  /** Handles one verified activity; its answer, if it is an invoke, is left in the context. */
  run(context: TurnContext, activity: Activity): Promise<void>;
  /** When everything that was begun has ended, what was answered "still working" included. */
  settled(): Promise<void>;
}

interface Answered {
  readonly event: ChatEvent;
  readonly reply: Reply;
}

/** Which activity goes where. Everything becomes a `ChatEvent` for the bot; the routes differ in what an answer looks like. */
export function createRoutes(options: RoutesOptions): Routes {
  const { logger } = options;
  const activities = new WeakMap<TurnContext, Activity>();
  const running = new Set<Promise<unknown>>();
  const app = new Application<NoState>({
    turnStateFactory: () => new NoState(),
    // One timer for all conversations, which is wrong as soon as two people write at once.
    startTypingTimer: false,
    longRunningMessages: false,
    // Done in `parse.ts`, by the entities.
    removeRecipientMention: false,
  });

  app.adaptiveCards.actionExecute(isExecute, async (context) => {
    const answered = await answer(context);
    return answered ? toCardAnswer(answered.reply, answered.event) : words.notUnderstood;
  });
  app.taskModules.fetch(isInvoke('task/fetch'), async (context) => {
    const answered = await answer(context);
    if (!answered) return words.notUnderstood;
    // Nothing at all would be shown as an error.
    return toDialogAnswer(answered.reply, answered.event) ?? words.done;
  });
  app.taskModules.submit(isInvoke('task/submit'), dialogAnswer);
  app.messageExtensions.fetchTask(isInvoke('composeExtension/fetchTask'), async (context) => {
    return (await dialogAnswer(context)) ?? words.done;
  });
  app.messageExtensions.submitAction(isInvoke('composeExtension/submitAction'), dialogAnswer);
  app.addRoute(isAnyInvoke, refuse, true);
  app.adaptiveCards.actionSubmit(isSubmit, handle);
  app.activity('message', handle);
  app.conversationUpdate('membersAdded', handle);
  app.conversationUpdate('membersRemoved', handle);
  app.activity('installationUpdate', handle);
  app.messageReactions('reactionsAdded', handle);
  app.messageReactions('reactionsRemoved', handle);

  return {
    async run(context, activity) {
      activities.set(context, activity);
      await options.references.save(referencesIn(activity));
      await app.run(context);
    },
    async settled() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };

  async function dialogAnswer(context: TurnContext) {
    const answered = await answer(context);
    return answered && toDialogAnswer(answered.reply, answered.event);
  }

  async function handle(context: TurnContext): Promise<void> {
    await answer(context);
  }

  /** What the bot says to the last of an activity's events; an activity that is answered has one. */
  async function answer(context: TurnContext): Promise<Answered | undefined> {
    const activity = activities.get(context);
    let last: Answered | undefined;
    for (const event of activity ? await eventsIn(activity) : []) {
      last = { event, reply: await replyInTime(event) };
    }
    return last;
  }

  async function eventsIn(activity: Activity): Promise<readonly ChatEvent[]> {
    const events = parseActivity(activity, options.clock.now());
    const name = events.length > 0 ? await options.channelNames.nameFor(activity) : undefined;
    if (!name) return events;
    return events.map((event) =>
      event.conversation ? { ...event, conversation: { ...event.conversation, name } } : event,
    );
  }

  async function replyInTime(event: ChatEvent): Promise<Reply> {
    const late = Symbol('late');
    const handling = options.bot.handle(event);
    running.add(handling);
    const ended = () => running.delete(handling);
    handling.then(ended, ended);
    const { promise: patience, resolve: give } = Promise.withResolvers<typeof late>();
    const timer = setTimeout(() => give(late), options.answerWithinMs);
    try {
      const reply = await Promise.race([handling, patience]);
      if (reply !== late) return reply;
      logger.warn({ event: event.id, kind: event.kind }, 'an answer took too long and was not shown');
      return event.answers.note ? note(words.stillWorking) : nothing;
    } catch (error) {
      logger.error({ err: error, event: event.id, kind: event.kind }, 'an event could not be handled');
      return event.answers.note ? note(words.wentWrong) : nothing;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Teams' answer to an invoke that nobody has an answer for. */
export async function answerFailure(context: TurnContext, text: string): Promise<void> {
  const isCard = context.activity.name === 'adaptiveCard/action';
  const body = isCard
    ? { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadRequest', message: text } }
    : { task: { type: 'message', value: text } };
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

/** Other invokes are for what the app does not have: sign-in, search, file consent, its settings page. */
async function refuse(context: TurnContext): Promise<void> {
  if (context.activity.name === 'adaptiveCard/action') return answerFailure(context, words.notUnderstood);
  await context.sendActivity({
    type: 'invokeResponse',
    value: { status: 400, body: { error: { code: 'NotSupported' } } },
  });
}

function isInvoke(name: string) {
  return async ({ activity }: TurnContext): Promise<boolean> => activity.type === 'invoke' && activity.name === name;
}

async function isAnyInvoke({ activity }: TurnContext): Promise<boolean> {
  return activity.type === 'invoke';
}

async function isExecute({ activity }: TurnContext): Promise<boolean> {
  if (activity.type !== 'invoke' || activity.name !== 'adaptiveCard/action') return false;
  return asRecord(asRecord(activity.value).action).type === 'Action.Execute';
}

async function isSubmit({ activity }: TurnContext): Promise<boolean> {
  return activity.type === 'message' && !activity.text && typeof activity.value === 'object' && activity.value !== null;
}

/** The SDK's state is for small bots without a database: here it holds nothing, is kept nowhere, and loads nothing. */
class NoState extends TurnState {
  protected override onComputeStorageKeys(): Promise<Record<string, string>> {
    return Promise.resolve({ conversation: '', user: '' });
  }
}
