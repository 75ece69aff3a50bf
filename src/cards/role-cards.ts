import type { CardElement } from '../chat/card.ts';
import type { Form } from '../chat/form.ts';
import type { Message } from '../chat/message.ts';
import {
  boldLine,
  type Choice,
  card,
  choiceInput,
  fact,
  heading,
  line,
  opensForm,
  small,
  textInput,
} from './elements.ts';
import type { Words } from './words.ts';

/** Roles: what each may do, who has which; giving and taking them. */

export interface RoleView {
  /** In words. */
  readonly title: string;
  readonly is: string;
  /** What it may do, in words. */
  readonly may: string;
}

interface RolesView {
  /** Titles. */
  readonly yours: readonly string[];
  readonly holders: readonly { readonly title: string; readonly names: readonly string[] }[];
  readonly roles: readonly RoleView[];
  readonly canGive: boolean;
  readonly hasAdministrator: boolean;
}

export function rolesCard(words: Words, view: RolesView): Message {
  const yours = view.yours.join(', ');
  const body: CardElement[] = [
    heading(words('administration.rolesHeading')),
    fact(words('administration.yours'), yours),
    boldLine(words('administration.holders')),
    ...view.holders.map(({ title, names }) => fact(title, names.join(', '))),
    ...(view.holders.length === 0 ? [line(words('administration.noHolders'))] : []),
    ...(view.hasAdministrator ? [] : [line(words('administration.noAdministrator'))]),
    ...view.roles.map((role) => roleRow(role)),
    line(words('administration.later')),
    small(words('administration.rolesPrivate')),
  ];
  const give = opensForm({ title: words('administration.give'), action: 'administration.give' });
  return { text: words('administration.rolesSummary', { roles: yours }), card: card(body, view.canGive ? [give] : []) };
}

function roleRow({ title, is, may }: RoleView): CardElement {
  return { type: 'Container', separator: true, items: [fact(title, is), line(may)] };
}

interface GiveView {
  readonly roles: readonly Choice[];
  readonly name?: string;
  readonly role?: string;
  readonly what?: string;
  /** Several have the name that was typed. */
  readonly people?: readonly Choice[];
}

export function roleForm(words: Words, { roles, name, role, what, people }: GiveView): Form {
  const [first] = roles;
  return {
    name: 'administration.give',
    title: words('administration.giveTitle'),
    state: '',
    body: [
      textInput({
        id: 'name',
        label: words('administration.giveWho'),
        required: words('administration.nobody'),
        maxLength: 80,
        ...(name && { value: name }),
      }),
      ...(people ? [choiceInput({ id: 'person', label: words('administration.which'), choices: people })] : []),
      choiceInput({
        id: 'role',
        label: words('administration.giveWhich'),
        required: words('administration.pick'),
        choices: roles,
        value: role ?? first?.value ?? '',
        expanded: true,
      }),
      choiceInput({
        id: 'what',
        label: words('administration.giveWhat'),
        required: words('administration.pick'),
        value: what ?? 'give',
        expanded: true,
        choices: [
          { title: words('administration.giveIt'), value: 'give' },
          { title: words('administration.takeIt'), value: 'take' },
        ],
      }),
    ],
    submit: words('administration.save'),
  };
}

/** Newest first; each a whole sentence. */
export function auditCard(words: Words, changes: readonly { readonly when: string; readonly what: string }[]): Message {
  if (changes.length === 0) {
    return { text: words('administration.auditNone'), card: card([line(words('administration.auditNone'))]) };
  }
  const list = changes.map(({ when, what }) => words('administration.auditLine', { when, what })).join(' ');
  return {
    text: words('administration.auditSummary', { count: changes.length, list }),
    card: card([
      heading(words('administration.auditHeading')),
      ...changes.map(({ when, what }) => fact(when, what)),
      small(words('administration.auditPrivate')),
    ]),
  };
}
