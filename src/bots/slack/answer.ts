import type { Logger } from '../../base/logger.ts';
import { settleWithin } from '../../base/patience.ts';
import { type Bot, Busy } from '../../chat/bot.ts';
import type { AdaptiveCard } from '../../chat/card.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { FormReply, NoteReply, Reply } from '../../chat/reply.ts';
import type { Arrival, Way } from './arrival.ts';
import type { ChartPictures } from './chart-pictures.ts';
import type { SlackClients } from './client.ts';
import { isSpentTrigger } from './errors.ts';
import { createForms } from './forms.ts';
import { publishHome } from './home.ts';
import { personIdOf } from './ids.ts';
import type { Objection } from './inputs.ts';
import { viewLimits } from './limits.ts';
import { createNotes, noteBody } from './notes.ts';
import { complaintErrors, firstInput, label, renderNotice } from './render-form.ts';
import { renderMessage } from './render-message.ts';
import { words } from './words.ts';

/** Answers the HTTP request; without a body it only says "received". Never twice. */
export type Ack = (body?: Readonly<Record<string, unknown>>) => Promise<void>;

export interface AnswerOptions {
  readonly bot: Bot;
  readonly clients: SlackClients;
  readonly charts: ChartPictures;
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
  const { bot, clients, charts, logger, answerWithinMs } = options;
  const forms = createForms(options);
  const notes = createNotes(options);

  async function take(arrival: Arrival, ack: Ack): Promise<void> {
    const { way } = arrival;
    if (way.from === 'event') return takeEvent(arrival, ack);
    if (arrival.objections && arrival.objections.length > 0) return object(arrival, arrival.objections, ack);
    if (way.from === 'command') return takeCommand(arrival, ack);
    if (way.from === 'submission') return takeSubmission(arrival, ack);
    const asked = askCore(arrival).catch((error: unknown) => (error instanceof Busy ? Promise.reject(error) : failed));
    // Nothing that is shown depends on the answer to these requests: it says that they are kept, or will be.
    const isLate = (await settleWithin(asked, answerWithinMs)) === 'late';
    await ack();
    if (isLate && (way.from === 'message' || way.from === 'shortcut')) await tell(way, words.stillWorking);
    await deliver(way, await asked.catch(toNote));
  }

  /** Under the fields of a form that was sent; anywhere else there is no place but a note. */
  async function object({ way }: Arrival, objections: readonly Objection[], ack: Ack): Promise<void> {
    if (way.from === 'submission') {
      const errors = objections.map(({ blockId, message }) => [blockId, message]);
      return ack({ response_action: 'errors', errors: Object.fromEntries(errors) });
    }
    await ack();
    await tell(way, words.checkFields(objections.map(({ label }) => label)));
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
      await ack(noteBody(renderMessage({ text: words.stillWorking }), 'person'));
      return deliver(way, await asked);
    }
    const reply = await asked;
    const to = reply.kind === 'note' ? reply.to : 'person';
    const body = 'message' in reply ? notes.bodyOf(way, reply.message, to) : undefined;
    await ack(body);
    if (body === undefined) await deliver(way, reply);
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
    if (reply.kind !== 'form') {
      await ack({ response_action: 'clear' });
      return deliver(way, reply);
    }
    const next = nextStep(arrival, reply);
    await ack(next);
    if (next.response_action === 'update') await forms.addPictures(way, reply, way.view?.id);
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
    const { view } = forms.render(way, { kind: 'form', form, complaints });
    if (!canPush) return { response_action: 'update', view };
    // Closing a pushed view shows the one under it again, which is what Back is for.
    return { response_action: 'push', view: { ...view, close: label(form.back ?? '') } };
  }

  /** When the answer to a sent form was "one moment", its view is still open and takes the rest. */
  async function finishForm(way: Way, reply: Reply): Promise<void> {
    if (reply.kind === 'form') return forms.change(way, reply);
    const said = reply.kind === 'note' || reply.kind === 'replace' ? reply.message.text : words.done;
    await forms.show(way, renderNotice(way.view?.title || words.workingTitle, said));
    if (reply.kind === 'home') await publish(way, reply.card);
    if (reply.kind === 'note' && reply.to === 'here') await notes.say(way, reply.message, 'here');
  }

  async function deliver(way: Way, reply: Reply): Promise<void> {
    switch (reply.kind) {
      case 'nothing':
        return;
      case 'note':
        return notes.say(way, reply.message, reply.to);
      case 'replace':
        return notes.replace(way, reply.message);
      case 'home':
        return publish(way, reply.card);
      case 'form':
        return way.from === 'modal' ? forms.change(way, reply) : open(way, reply);
    }
  }

  async function open(way: Way, reply: FormReply): Promise<void> {
    try {
      await forms.open(way, reply);
    } catch (error) {
      logger.warn({ err: error, form: reply.form.name }, 'a form could not be opened');
      const late = way.from === 'command' ? words.tookTooLongToOpenCommand : words.tookTooLongToOpen;
      await tell(way, isSpentTrigger(error) ? late : words.wentWrong);
    }
  }

  async function publish(way: Way, card: AdaptiveCard): Promise<void> {
    try {
      await publishHome({ clients, charts }, personIdOf(way.workspace, way.user), card);
    } catch (error) {
      logger.warn({ err: error }, 'a home page could not be shown');
    }
  }

  async function tell(way: Way, text: string): Promise<void> {
    await notes.say(way, { text }, 'person');
  }

  return { take, tell };
}

/** Under the first field, so that what was typed stays; a form without fields closes. */
function failureOf({ view }: Way, text: string): Readonly<Record<string, unknown>> {
  const field = firstInput(view?.blocks ?? []);
  if (field !== undefined) return { response_action: 'errors', errors: { [field]: text } };
  return { response_action: 'update', view: renderNotice(view?.title || words.workingTitle, words.wentWrong) };
}
