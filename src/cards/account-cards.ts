import type { Form } from '../chat/form.ts';
import type { PlatformName } from '../chat/ids.ts';
import type { Message } from '../chat/message.ts';
import { boldLine, card, choiceInput, heading, line, opensForm, small } from './elements.ts';
import type { Words } from './words.ts';

/** A person's accounts on two platforms: the code, the question, what they are linked with, and the end of it. */

interface CodeView {
  readonly code: string;
  readonly minutes: number;
  /** Where it is to be typed. */
  readonly platform: PlatformName;
}

export function accountCodeCard(words: Words, { code, minutes, platform: name }: CodeView): Message {
  const platform = words(`accounts.${name}`);
  return {
    text: words('accounts.codeSummary', { code, platform }),
    card: card([
      heading(words('accounts.codeHeading')),
      boldLine(words('accounts.code', { code })),
      line(words('accounts.codeHow', { code, platform })),
      line(words('accounts.codeWhy')),
      small(words('accounts.codeLives', { count: minutes })),
    ]),
  };
}

interface EnterView {
  readonly asker: string;
  /** As they are called over there. */
  readonly name: string;
  readonly platform: PlatformName;
  readonly own: PlatformName;
  /** Both accounts have a calendar of their own: one of them is to hold. */
  readonly hasBoth: boolean;
}

/** The code was right: whose account asked for it, and whether that is the same person. */
export function accountEnterForm(words: Words, { asker, name, hasBoth, ...view }: EnterView): Form {
  const [platform, own] = [words(`accounts.${view.platform}`), words(`accounts.${view.own}`)];
  return {
    name: 'accounts.enter',
    title: words('accounts.enterTitle'),
    state: asker,
    body: [
      boldLine(words('accounts.enterWho', { name, platform })),
      line(words('accounts.enterWhat')),
      ...(hasBoth
        ? [
            choiceInput({
              id: 'calendar',
              label: words('accounts.calendar'),
              value: 'own',
              required: words('field.no-option'),
              choices: [
                { title: words('accounts.calendarOf', { platform: own }), value: 'own' },
                { title: words('accounts.calendarOf', { platform }), value: 'theirs' },
              ],
            }),
          ]
        : []),
      small(words('accounts.enterPrivate')),
    ],
    submit: words('accounts.linkThem'),
  };
}

interface LinkedView {
  readonly name: string;
  readonly platform: PlatformName;
  readonly day: string;
}

const unlink = (words: Words) =>
  opensForm({ title: words('accounts.unlink'), action: 'accounts.unlink', style: 'destructive' });

export function accountLinkedCard(words: Words, { name, platform: key, day }: LinkedView): Message {
  const platform = words(`accounts.${key}`);
  return {
    text: words('accounts.linkedSummary', { name, platform }),
    card: card(
      [
        heading(words('accounts.linkedHeading')),
        line(words('accounts.linkedLine', { name, platform, day })),
        line(words('accounts.linkedWhat')),
        small(words('accounts.private')),
      ],
      [unlink(words)],
    ),
  };
}

interface NoticeView {
  readonly what: 'linked' | 'unlinked' | 'cut';
  readonly name: string;
  readonly platform: PlatformName;
}

/** What was done with the other account. */
export function accountNoticeCard(words: Words, { what, name, platform: key }: NoticeView): Message {
  const platform = words(`accounts.${key}`);
  const text = words(`accounts.notice.${what}`, { name, platform });
  if (what !== 'linked') return { text, card: card([line(text), small(words('accounts.private'))]) };
  return {
    text,
    card: card([line(text), line(words('accounts.notYou')), small(words('accounts.private'))], [unlink(words)]),
  };
}

export function accountUnlinkForm(words: Words, { name, platform }: { name: string; platform: PlatformName }): Form {
  return {
    name: 'accounts.unlink',
    title: words('accounts.unlinkTitle'),
    state: '',
    body: [
      line(words('accounts.unlinkWho', { name, platform: words(`accounts.${platform}`) })),
      line(words('accounts.unlinkWhat')),
      small(words('accounts.unlinkAgain')),
    ],
    submit: words('accounts.unlink'),
  };
}
