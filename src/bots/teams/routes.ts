import { Application, TurnState } from '@microsoft/teams-ai';
import type { TurnContext } from 'botbuilder';
import type { Clock } from '../../base/clock.ts';
import { asId } from '../../base/ids.ts';
import type { Logger } from '../../base/logger.ts';
import { settleWithin } from '../../base/patience.ts';
import { type Bot, Busy } from '../../chat/bot.ts';
import type { ChatEvent } from '../../chat/event.ts';
import { note, nothing, type Reply } from '../../chat/reply.ts';
import { type Activity, asRecord } from './activity.ts';
import { toCardAnswer, toDialogAnswer } from './answer.ts';
import type { ChannelNames } from './channels.ts';
import { parseActivity } from './parse.ts';
import { isAboutTeam } from './parse-place.ts';
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
  /**
   * Handles one verified activity; its answer, if it is an invoke, is left in the context. Rejects where another one was
   * not taken: with `Busy` where too much is under way, else where it failed or took too long.
   */
  run(context: TurnContext, activity: Activity): Promise<void>;
  /** When everything that was begun has ended, what was answered "still working" included. */
  settled(): Promise<void>;
}

interface Arrival {
  readonly activity: Activity;
  readonly events: readonly ChatEvent[];
  readonly referencesKept: Promise<void>;
}

interface Answered {
  readonly event: ChatEvent;
  readonly reply: Reply;
}

/** Which activity goes where. Everything becomes a `ChatEvent` for the bot; the routes differ in what an answer looks like. */
export function createRoutes(options: RoutesOptions): Routes {
  const { logger } = options;
  const arrivals = new WeakMap<TurnContext, Arrival>();
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
  app.activity('messageUpdate', handle);
  app.activity('messageDelete', handle);
  app.activity('conversationUpdate', handle);
  app.activity('installationUpdate', handle);
  app.messageReactions('reactionsAdded', handle);
  app.messageReactions('reactionsRemoved', handle);

  return {
    async run(context, activity) {
      const events = parseActivity(activity, options.clock.now());
      // Where and how one can write back is kept first: what the events cause may be sent at once.
      const referencesKept = isOverheard(activity, events)
        ? Promise.resolve()
        : options.references.save(referencesIn(activity));
      referencesKept.catch(() => undefined);
      arrivals.set(context, { activity, events, referencesKept });
      await app.run(context);
      if (activity.type !== 'invoke') await inTime(referencesKept);
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
    const arrival = arrivals.get(context);
    const [first] = arrival?.events ?? [];
    if (!arrival || !first) return undefined;
    const handling = handleAll(arrival);
    running.add(handling);
    const ended = () => running.delete(handling);
    handling.then(ended, ended);
    return arrival.activity.type === 'invoke' ? answerInTime(first, handling) : inTime(handling);
  }

  /** Somebody looks at it, and is told something in any case. */
  async function answerInTime(
    event: ChatEvent,
    handling: Promise<Answered | undefined>,
  ): Promise<Answered | undefined> {
    const say = (text: string): Answered => ({ event, reply: event.answers.note ? note(text) : nothing });
    try {
      if ((await settleWithin(handling, options.answerWithinMs)) === 'done') return await handling;
      logger.warn({ event: event.id, kind: event.kind }, 'an answer took too long and was not shown');
      return say(words.stillWorking);
    } catch (error) {
      if (error instanceof Busy) return say(words.busy);
      logger.error({ err: error, event: event.id, kind: event.kind }, 'an event could not be handled');
      return say(words.wentWrong);
    }
  }

  /** Late is not taken: Teams sends it again, and the core knows what it has had. */
  async function inTime<T>(work: Promise<T>): Promise<T> {
    if ((await settleWithin(work, options.answerWithinMs)) === 'late') throw new Busy('it took too long');
    return work;
  }

  async function handleAll({ activity, events, referencesKept }: Arrival) {
    await referencesKept;
    const name = await options.channelNames.nameFor(activity);
    let last: Answered | undefined;
    for (const each of events) {
      const { conversation } = each;
      const event = name && conversation ? { ...each, conversation: { ...conversation, name } } : each;
      last = { event, reply: await options.bot.handle(event) };
    }
    if (isAboutTeam(activity)) await tellOfChannels(activity, events);
    return last;
  }

  /** What happens to a team happens to all its channels, and is told in the first one alone. */
  async function tellOfChannels({ channelData }: Activity, events: readonly ChatEvent[]): Promise<void> {
    const team = channelData?.team?.id;
    for (const event of events) {
      if (event.kind !== 'place' || !team) continue;
      for (const id of await options.references.channelsOf(team, event.workspace)) {
        if (id === event.conversation.id) continue;
        const conversation = { id, workspace: event.workspace, kind: event.conversation.kind };
        await options.bot.handle({ ...event, id: asId(`${event.id}:${id}`), conversation });
      }
    }
  }
}

/** What people say to each other, where the app may read along: nothing is kept of who they are. */
function isOverheard({ type }: Activity, events: readonly ChatEvent[]): boolean {
  return (
    ['message', 'messageUpdate', 'messageDelete'].includes(type) && events.every(({ kind }) => kind === 'thread-reply')
  );
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
