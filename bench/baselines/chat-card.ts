import type { ActionsElement, CardChild, CardElement as ChatCard } from 'chat';
import type { AdaptiveCard, CardElement } from '../../src/chat/card.ts';

/**
 * One of our cards with the words of Vercel's `chat` package, as somebody who used it would have written it. Its cards
 * in messages have no fields to type in, no date and no choice of several: such a field is its label there, or a menu. They
 * have no charts either: a chart is its figures.
 */
export function asChatCard({ body, actions = [] }: Pick<AdaptiveCard, 'body' | 'actions'>): ChatCard {
  const [first, ...others] = body;
  const isTitled = first?.style === 'heading';
  return {
    type: 'card',
    ...(isTitled && { title: textOf(first) }),
    children: [...(isTitled ? others : body).flatMap(childrenOf), ...rowOf(actions)],
  };
}

function childrenOf(element: CardElement): CardChild[] {
  const separated: CardChild[] = element.separator === true ? [{ type: 'divider' }] : [];
  return [...separated, ...withoutSeparator(element)];
}

function withoutSeparator(element: CardElement): CardChild[] {
  switch (element.type) {
    case 'Container':
      return [{ type: 'section', children: listOf(element.items).flatMap(childrenOf) }];
    case 'ActionSet':
      return rowOf(listOf(element.actions));
    case 'Input.ChoiceSet':
    case 'Input.Toggle':
      return [{ type: 'actions', children: [menuOf(element)] }];
    case 'TextBlock':
      return [{ type: 'text', content: textOf(element), style: 'bold' }];
    case 'RichTextBlock':
      return [{ type: 'text', content: textOf(element), style: styleOf(element) }];
    case 'Input.Text':
    case 'Input.Number':
    case 'Input.Date':
    case 'Input.Time':
      return [{ type: 'text', content: inWords(element.label), style: 'bold' }];
    case 'Chart.VerticalBar.Grouped':
      return [{ type: 'text', content: figuresOf(element), style: 'plain' }];
    default:
      throw new Error(`no counterpart for ${element.type}: give it one, or the comparison is not fair`);
  }
}

function rowOf(actions: readonly CardElement[]): ActionsElement[] {
  if (actions.length === 0) return [];
  const children = actions.map((action, at): ActionsElement['children'][number] => ({
    type: 'button',
    id: `a${at}`,
    label: inWords(action.title),
    ...(action.data !== undefined && { value: JSON.stringify(action.data) }),
    style: action.style === 'positive' ? 'primary' : action.style === 'destructive' ? 'danger' : 'default',
  }));
  return [{ type: 'actions', children }];
}

function menuOf({ id, label, title, choices }: CardElement): ActionsElement['children'][number] {
  const options = choices === undefined ? [{ title, value: 'true' }] : listOf(choices);
  return {
    type: 'select',
    id: inWords(id),
    label: inWords(label ?? title),
    options: options.map((choice) => ({ label: inWords(choice.title), value: inWords(choice.value) })),
  };
}

function textOf(element: CardElement): string {
  if (typeof element.text === 'string') return element.text;
  return listOf(element.inlines)
    .map(({ text }) => inWords(text))
    .join('');
}

function styleOf(element: CardElement): 'bold' | 'muted' | 'plain' {
  const [run] = listOf(element.inlines);
  return run?.weight === 'Bolder' ? 'bold' : run?.isSubtle === true ? 'muted' : 'plain';
}

function figuresOf({ title, data }: CardElement): string {
  const rows = listOf(data).map(({ legend, values }) => {
    const figures = listOf(values).map(({ x, y }) => `${inWords(x)} ${inWords(y)}`);
    return `${inWords(legend)}: ${figures.join(', ')}`;
  });
  return [inWords(title), ...rows].join('\n');
}

function listOf(value: unknown): readonly CardElement[] {
  return Array.isArray(value) ? (value as CardElement[]) : [];
}

function inWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : '';
}
