import type { AdaptiveCard } from '../../chat/card.ts';
import type { ChatEvent } from '../../chat/event.ts';
import type { FormReply, Reply } from '../../chat/reply.ts';
import { cardOfText, renderCard } from './render-card.ts';
import { type FormView, renderDialogCard, renderFormCard, renderTitle } from './render-form.ts';
import { renderText } from './render-text.ts';
import { words } from './words.ts';

/** What a dialog shows next (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/what-are-task-modules). */
export interface DialogView {
  readonly title: string;
  readonly width: 'medium';
  readonly height: 'medium' | 'large';
  readonly card: { readonly contentType: typeof cardType; readonly content: AdaptiveCard };
}

export const cardType = 'application/vnd.microsoft.card.adaptive';

/** The answer to a button in a card: the card that takes its place, or words beside it. */
export function toCardAnswer(reply: Reply, event: ChatEvent): AdaptiveCard | string {
  switch (reply.kind) {
    case 'form':
      return renderFormCard(viewOf(reply, event));
    case 'replace':
      return reply.message.card ? renderCard(reply.message.card) : cardOfText(renderText(reply.message.text));
    case 'note':
      return renderText(reply.message.text) || words.done;
    default:
      return words.done;
  }
}

/** The answer to a button that opens a dialog, or stands in one: the next dialog, words in its place, or it closes. */
export function toDialogAnswer(reply: Reply, event: ChatEvent): DialogView | string | undefined {
  switch (reply.kind) {
    case 'form':
      return dialogOf(viewOf(reply, event));
    case 'note':
      return renderText(reply.message.text) || undefined;
    default:
      return undefined;
  }
}

function dialogOf(view: FormView): DialogView {
  const inputs = JSON.stringify(view.form.body).match(/"type":"Input\./g)?.length ?? 0;
  return {
    title: renderTitle(view.form),
    width: 'medium',
    height: inputs > 3 ? 'large' : 'medium',
    card: { contentType: cardType, content: renderDialogCard(view) },
  };
}

/** Complaints come with what was typed: the form's own values may be older. */
function viewOf({ form, complaints }: FormReply, event: ChatEvent): FormView {
  const isSame = event.kind === 'form' && event.form === form.name;
  return { form, complaints, ...(isSame && complaints && { typed: event.inputs }) };
}
