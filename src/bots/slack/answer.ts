import type { ModalView } from '@slack/types';
import type { Logger } from '../../base/logger.ts';
import { settleWithin } from '../../base/patience.ts';
import { type Bot, Busy } from '../../chat/bot.ts';
import type { AdaptiveCard } from '../../chat/card.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { Message } from '../../chat/message.ts';
import type { FormReply, NoteReply, Reply } from '../../chat/reply.ts';
import type { Arrival, Way } from './arrival.ts';
import type { SlackClient } from './client.ts';
import { isSpentTrigger } from './errors.ts';
import { publishHome } from './home.ts';
import { viewLimits } from './limits.ts';
import { complaintErrors, firstInput, label, renderForm, renderNotice } from './render-form.ts';
import { renderMessage } from './render-message.ts';
import { words } from './words.ts';

/** Answers the HTTP request; without a body it only says "received". Never twice. */
export type Ack = (body?: Readonly<Record<string, unknown>>) => Promise<void>;

export interface AnswerOptions {
  readonly bot: Bot;
  readonly client: SlackClient;
  readonly logger: Logger;
  /** How long an answer may take before a first one says that it comes later. */
  readonly answerWithinMs: number;
}

export interface Answers {
  /** Hands the event to the core and gives its reply back in the way that the event allows. */
  take(arrival: Arrival, ack: Ack): Promise<void>;
  /** Words for the person alone, for what never reaches the core. */
  tell(way: Way, text: string): Promise<void>;
}

const failed: NoteReply = { kind: 'note', message: { text: words.wentWrong }, to: 'person' };
const busy: NoteReply = { kind: 'note', message: { text: words.busy }, to: 'person' };
const toNote = (error: unknown): NoteReply => (error instanceof Busy ? busy : failed);

export function createAnswers(options: AnswerOptions): Answers {
  const { bot, client, logger, answerWithinMs } = options;

  async function take(arrival: Arrival, ack: Ack): Promise<void> {
    const { way } = arrival;
    if (way.from === 'event') return takeEvent(arrival, ack);
    if (way.from === 'command') return takeCommand(arrival, ack);
    if (way.from === 'submission') return takeSubmission(arrival, ack);
    const asked = askCore(arrival).catch((error: unknown) => (error instanceof Busy ? Promise.reject(error) : failed));
    // Nothing that is shown depends on the answer to these requests: it says that they are kept, or will be.
    const isLate = (await settleWithin(asked, answerWithinMs)) === 'late';
    await ack();
    if (isLate && (way.from === 'message' || way.from === 'shortcut')) await tell(way, words.stillWorking);
    await deliver(way, await asked.catch(toNote));
  }

  /** Failing is left to the receiver: Slack sends events again. */
  async function takeEvent({ event, way }: Arrival, ack: Ack): Promise<void> {
    const reply = await bot.handle(event);
    await ack();
    if (reply.kind === 'home') return publish(way, reply.card);
    if (reply.kind !== 'nothing')
      logger.warn({ event: event.kind, reply: reply.kind }, 'Slack has no way to answer this');
  }

  async function takeCommand(arrival: Arrival, ack: Ack): Promise<void> {
    const { way } = arrival;
    const asked = askCore(arrival).catch(toNote);
    if ((await settleWithin(asked, answerWithinMs)) === 'late') {
      await ack(noteBody({ text: words.stillWorking }, 'person', {}));
      return deliver(way, await asked);
    }
    const reply = await asked;
    if (reply.kind === 'note') return ack(noteBody(reply.message, reply.to, {}));
    if (reply.kind === 'replace') return ack(noteBody(reply.message, 'person', {}));
    await ack();
    return deliver(way, reply);
  }

  async function takeSubmission(arrival: Arrival, ack: Ack): Promise<void> {
    const { way } = arrival;
    const asked = askCore(arrival);
    const first = await settleWithin(asked, answerWithinMs).catch(toNote);
    if (typeof first === 'object')
      return ack(failureOf(way, first === busy ? words.busyInForm : words.wentWrongInForm));
    if (first === 'late') {
      await ack({
        response_action: 'update',
        view: renderNotice(way.view?.title || words.workingTitle, words.stillWorking),
      });
      return finishForm(way, await asked.catch(toNote));
    }
    const reply = await asked;
    if (reply.kind === 'form') return ack(nextStep(arrival, reply));
    await ack({ response_action: 'clear' });
    return deliver(way, reply);
  }

  async function askCore({ event }: Arrival): Promise<Reply> {
    try {
      return await bot.handle(event);
    } catch (error) {
      if (!(error instanceof Busy)) logger.error({ err: error, event: event.id, kind: event.kind }, 'the core failed');
      throw error;
    }
  }

  /** In the answer to a sent form: its complaints, or the step that follows. */
  function nextStep({ way, event }: Arrival, { form, complaints }: FormReply): Readonly<Record<string, unknown>> {
    if (complaints && form.name === (event as FormEvent).form) {
      const errors = complaintErrors(form, complaints, way.view?.blocks ?? []);
      if (errors) return { response_action: 'errors', errors };
    }
    const canPush = form.back !== undefined && complaints === undefined && (way.view?.depth ?? 1) < viewLimits.depth;
    const view = renderView(way, { kind: 'form', form, complaints });
    if (!canPush) return { response_action: 'update', view };
    // Closing a pushed view shows the one under it again, which is what Back is for.
    return { response_action: 'push', view: { ...view, close: label(form.back ?? '') } };
  }

  /** When the answer to a sent form was "one moment", its view is still open and takes the rest. */
  async function finishForm(way: Way, reply: Reply): Promise<void> {
    if (reply.kind === 'form') return changeView(way, renderView(way, reply));
    const said = reply.kind === 'note' || reply.kind === 'replace' ? reply.message.text : words.done;
    await changeView(way, renderNotice(way.view?.title || words.workingTitle, said));
    if (reply.kind === 'home') await publish(way, reply.card);
    if (reply.kind === 'note' && reply.to === 'here') await say(way, reply.message, 'here');
  }

  async function deliver(way: Way, reply: Reply): Promise<void> {
    switch (reply.kind) {
      case 'nothing':
        return;
      case 'note':
        return say(way, reply.message, reply.to);
      case 'replace':
        return replace(way, reply.message);
      case 'home':
        return publish(way, reply.card);
      case 'form':
        return way.from === 'modal' ? changeView(way, renderView(way, reply)) : open(way, reply);
    }
  }

  async function open(way: Way, reply: FormReply): Promise<void> {
    try {
      const view = renderView(way, reply);
      await client.call('views.open', (web) => web.views.open({ trigger_id: way.triggerId ?? '', view }));
    } catch (error) {
      logger.warn({ err: error, form: reply.form.name }, 'a form could not be opened');
      const late = way.from === 'command' ? words.tookTooLongToOpenCommand : words.tookTooLongToOpen;
      await tell(way, isSpentTrigger(error) ? late : words.wentWrong);
    }
  }

  async function changeView(way: Way, view: ModalView): Promise<void> {
    const id = way.view?.id ?? '';
    await attempt('a form could not be changed', () =>
      client.call('views.update', (web) => web.views.update({ view_id: id, view })),
    );
  }

  async function publish({ user }: Way, card: AdaptiveCard): Promise<void> {
    await attempt('a home page could not be shown', () => publishHome(client, user, card));
  }

  /** The message that was acted on becomes another one; what is no message of a press is told instead. */
  async function replace(way: Way, message: Message): Promise<void> {
    const { responseUrl, channel } = way.origin;
    if (way.from !== 'message') {
      if (way.from !== 'submission') await say(way, message, 'person');
      return;
    }
    const { text, blocks } = renderLogged(message);
    const ts = way.message;
    const ways = [
      responseUrl && (() => client.respond(responseUrl, { replace_original: true, text, blocks, ...plain })),
      channel &&
        ts &&
        (() => client.call('chat.update', (web) => web.chat.update({ channel, ts, text, blocks, parse: 'none' }))),
    ];
    await firstOf('a card could not be replaced', ways);
  }

  async function say(way: Way, message: Message, to: NoteReply['to']): Promise<void> {
    const { responseUrl, channel, thread } = way.origin;
    const { user } = way;
    const { text, blocks } = renderLogged(message);
    const body = { text, blocks, ...(thread !== undefined && { thread_ts: thread }), ...plain };
    const ways = [
      responseUrl && (() => client.respond(responseUrl, noteBody(message, to, { thread }))),
      channel &&
        to === 'person' &&
        (() => client.call('chat.postEphemeral', (web) => web.chat.postEphemeral({ channel, user, ...body }))),
      channel &&
        to === 'here' &&
        (() => client.call('chat.postMessage', (web) => web.chat.postMessage({ channel, ...body }))),
    ];
    await firstOf('an answer could not be given', ways);
  }

  async function tell(way: Way, text: string): Promise<void> {
    await say(way, { text }, 'person');
  }

  /** The first that works; an answer that cannot be given is logged, as nobody waits for it any more. */
  async function firstOf(
    complaint: string,
    ways: readonly (false | '' | undefined | (() => Promise<unknown>))[],
  ): Promise<void> {
    const open = ways.filter((one) => typeof one === 'function');
    if (open.length === 0) return logger.debug(`${complaint}: this event has no place for one`);
    for (const [index, one] of open.entries()) {
      try {
        await one();
        return;
      } catch (error) {
        logger[index === open.length - 1 ? 'warn' : 'debug']({ err: error }, complaint);
      }
    }
  }

  async function attempt(complaint: string, work: () => Promise<unknown>): Promise<void> {
    await firstOf(complaint, [work]);
  }

  function renderView(way: Way, { form, complaints }: FormReply): ModalView {
    const { view, lost, shortened } = renderForm(form, { origin: way.origin, complaints });
    if (shortened.length > 0)
      logger.warn({ form: form.name, shortened }, 'a title or button is too long for Slack and was cut');
    if (lost.length > 0) logger.debug({ form: form.name, lost }, 'Slack cannot show all of this form');
    return view;
  }

  function renderLogged(message: Message) {
    const rendered = renderMessage(message);
    if (rendered.lost.length > 0) logger.debug({ lost: rendered.lost }, 'Slack cannot show all of this card');
    return rendered;
  }

  return { take, tell };
}

const plain = { unfurl_links: false, unfurl_media: false } as const;

/** A message in the answer to a command or through a `response_url`; only the person sees it, unless it is for `here`. */
export function noteBody(
  message: Message,
  to: NoteReply['to'],
  { thread }: { thread?: string },
): Record<string, unknown> {
  const { text, blocks } = renderMessage(message);
  return {
    response_type: to === 'here' ? 'in_channel' : 'ephemeral',
    replace_original: false,
    text,
    blocks,
    ...(thread !== undefined && { thread_ts: thread }),
    ...plain,
  };
}

/** Under the first field, so that what was typed stays; a form without fields closes. */
function failureOf({ view }: Way, text: string): Readonly<Record<string, unknown>> {
  const field = firstInput(view?.blocks ?? []);
  if (field !== undefined) return { response_action: 'errors', errors: { [field]: text } };
  return { response_action: 'update', view: renderNotice(view?.title || words.workingTitle, words.wentWrong) };
}
