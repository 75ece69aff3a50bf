import type { Form } from '../chat/form.ts';
import type { PlatformName } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import { boldLine, card, heading, line, opensForm, press, small, textInput } from './elements.ts';
import type { Words } from './words.ts';

/** Linking two organisations: the code, the question, the list, the cut. */

export const longestWorkspaceName = 80;

function nameInput(words: Words, name: string | undefined) {
  return textInput({
    id: 'name',
    label: words('connecting.name'),
    required: words('connecting.nameWrong'),
    maxLength: longestWorkspaceName,
    ...(name && { value: name }),
  });
}

/** An administrator wants a code. */
export function linkOfferForm(words: Words, { name }: { name?: string }): Form {
  return {
    name: 'connecting.offer',
    title: words('connecting.title'),
    state: '',
    body: [line(words('connecting.intro')), nameInput(words, name)],
    submit: words('connecting.getCode'),
  };
}

export function linkCodeCard(words: Words, { code, minutes }: { code: string; minutes: number }): Message {
  return {
    text: words('connecting.codeSummary', { code }),
    card: card([
      heading(words('connecting.codeHeading')),
      boldLine(words('connecting.code', { code })),
      line(words('connecting.codeHow')),
      line(words('connecting.codeThen', { code })),
      small(words('connecting.codeLives', { count: minutes })),
    ]),
  };
}

interface OtherSide {
  readonly request: string;
  /** Of the other side. */
  readonly name: string;
  readonly person: string;
}

/** The code was right: who is asked, and as whom. */
export function linkEnterForm(words: Words, { request, name, person, own }: OtherSide & { own?: string }): Form {
  return {
    name: 'connecting.enter',
    title: words('connecting.enterTitle'),
    state: request,
    body: [
      boldLine(words('connecting.enterWho', { name, person })),
      line(words('connecting.enterWhat')),
      nameInput(words, own),
    ],
    submit: words('connecting.ask'),
  };
}

/** To the one who gave out the code: now both have seen the other's name. */
export function linkRequestCard(words: Words, { request, name, person }: OtherSide): Message {
  const values = { request };
  return {
    text: words('connecting.requestSummary', { name, person }),
    card: card(
      [
        heading(words('connecting.requestHeading', { name })),
        line(words('connecting.request', { name, person })),
        line(words('connecting.requestWhat')),
        small(words('connecting.requestPrivate')),
      ],
      [
        press({ title: words('connecting.make'), action: 'connecting.make', values, style: 'positive' }),
        press({ title: words('connecting.refuse'), action: 'connecting.refuse', values }),
      ],
    ),
  };
}

/** What became of it, in the place of the question. */
export function linkDecidedCard(text: string): Message {
  return { text, card: card([line(text)]) };
}

interface ListedLink {
  readonly workspace: string;
  readonly name: string;
  readonly platform: PlatformName;
  readonly day: string;
  /** Whether this person may cut it. */
  readonly canCut: boolean;
}

export function linkListCard(words: Words, links: readonly ListedLink[]): Message {
  if (links.length === 0) return linkDecidedCard(words('connecting.listNone'));
  return {
    text: words('connecting.listSummary', { names: links.map(({ name }) => name).join(', ') }),
    card: card([
      heading(words('connecting.listHeading')),
      ...links.map(({ workspace, name, platform, day, canCut }) => {
        const shown = line(words('connecting.listLine', { name, day, platform: words(`connecting.${platform}`) }));
        const cut = { title: words('connecting.cut'), action: 'connecting.cut', values: { workspace } };
        const actions = [opensForm({ ...cut, style: 'destructive' })];
        return { type: 'Container', items: canCut ? [shown, { type: 'ActionSet', actions }] : [shown] };
      }),
      small(words('connecting.listPrivate')),
    ]),
  };
}

export function linkCutForm(words: Words, { workspace, name }: { workspace: string; name: string }): Form {
  return {
    name: 'connecting.cut',
    title: words('connecting.cutTitle'),
    state: workspace,
    body: [line(words('connecting.cutWhat', { name })), small(words('connecting.cutUndo'))],
    submit: words('connecting.cut'),
  };
}
