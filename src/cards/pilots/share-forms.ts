import type { CardElement } from '../../chat/card.ts';
import type { Form } from '../../chat/form.ts';
import { boldLine, type Choice, choiceInput, small, textInput } from '../elements.ts';
import type { Words } from '../words.ts';
import { audienceInput, pilotLimits } from './start-forms.ts';

/** What else belongs on a result's card, who sees it, and a look at it as they will. */

interface ShareView {
  readonly state: string;
  readonly title: string;
  /** Caveats that stand on the card in any case. */
  readonly caveats: readonly string[];
  readonly caveatReply: string;
  readonly caveat: string;
  readonly effort: string;
  readonly materials: string;
  readonly team: string;
  readonly audience: string;
  readonly audiences: readonly Choice[];
  readonly postIn: string;
  readonly channels: readonly Choice[];
}

const efforts = ['hour', 'half_day', 'day', 'more'] as const;

export function pilotShareForm(words: Words, view: ShareView): Form {
  return {
    name: 'pilots.share',
    title: words('pilots.share.title'),
    state: view.state,
    body: [
      textInput({
        id: 'title',
        label: words('pilots.share.titleLabel'),
        value: view.title,
        maxLength: pilotLimits.title,
        required: words('pilots.check.needsWords'),
      }),
      ...(view.caveats.length > 0 ? [boldLine(words('pilots.share.caveats')), ...view.caveats.map(small)] : []),
      textInput({
        id: 'caveat',
        label: words('pilots.share.caveat'),
        value: view.caveat,
        maxLength: pilotLimits.short,
      }),
      textInput({
        id: 'caveatReply',
        label: words('pilots.share.caveatReply'),
        value: view.caveatReply,
        maxLength: pilotLimits.short,
      }),
      choiceInput({
        id: 'effort',
        label: words('pilots.share.effort'),
        value: view.effort,
        choices: efforts.map((effort) => ({ title: words(`pilots.effort.${effort}`), value: effort })),
      }),
      textInput({
        id: 'materials',
        label: words('pilots.share.materials'),
        hint: words('pilots.share.materialsHint'),
        value: view.materials,
        multiline: true,
        maxLength: pilotLimits.long,
      }),
      textInput({ id: 'team', label: words('pilots.plan.team'), value: view.team, maxLength: pilotLimits.team }),
      audienceInput(words, { label: words('pilots.share.audience'), ...view }),
      ...(view.channels.length > 0 ? [postInInput(words, view)] : []),
    ],
    submit: words('pilots.share.preview'),
    back: words('answer.back'),
  };
}

function postInInput(words: Words, { postIn, channels }: ShareView): CardElement {
  return choiceInput({
    id: 'postIn',
    label: words('pilots.share.postIn'),
    value: postIn,
    choices: [{ title: words('pilots.share.noPost'), value: 'none' }, ...channels],
  });
}

interface PreviewView {
  readonly state: string;
  readonly body: readonly CardElement[];
  readonly shared: boolean;
  readonly alreadyShared: boolean;
}

export function pilotPreviewForm(words: Words, view: PreviewView): Form {
  const submit = view.shared ? (view.alreadyShared ? 'preview.save' : 'pilots.preview.share') : 'preview.keep';
  return {
    name: 'pilots.preview',
    title: words('preview.title'),
    state: view.state,
    body: view.body,
    submit: words(submit),
    back: words('answer.back'),
  };
}
