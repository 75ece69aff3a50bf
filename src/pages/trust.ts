import type { en } from '../cards/words/en.ts';
import type { Words } from '../cards/words.ts';
import { type DataMapView, dataMap } from './data-map.ts';
import { document, html, type Markup } from './document.ts';

/** What an administrator reads before they say yes: made of the settings and the code, so that it is always true. */

export interface TrustView extends DataMapView {
  readonly permissions: readonly Permission[];
  readonly letsIn: LetsIn;
  readonly held: readonly HeldThings[];
  readonly seen: SeenThings;
  /** Days that what a workspace had is kept after it took Outloud out. */
  readonly graceDays: number;
  /** Where a concern about data goes: an https or mailto address. */
  readonly dataContact?: string | undefined;
  readonly privacyNotice?: string | undefined;
  /** Where it is reached, if that is known. */
  readonly address?: string | undefined;
}

/** Who may have it: absent where that platform is not connected. */
export interface LetsIn {
  /** The one workspace that it was put into by hand, any that adds it, or how many were named. */
  readonly slack?: 'one' | 'any' | number | undefined;
  /** Tenants whose people it answers. */
  readonly teams?: number | undefined;
}

export interface Permission {
  readonly platform: 'Slack' | 'Teams';
  readonly name: string;
  readonly why: string;
  /** It works without it, and then lacks this. */
  readonly without?: string | undefined;
}

interface HeldThings {
  readonly kind: keyof typeof en.held;
  readonly tables: readonly string[];
}

/** `among`: where they are among those who were meant to see it. */
export type ShownSight = keyof typeof en.trust.sight;

interface SeenThings {
  /** The roles that are told of in each row, in this order. */
  readonly roles: readonly (keyof typeof en.administration.role)[];
  readonly rows: readonly {
    readonly kind: keyof typeof en.held;
    /** Whoever it is about. */
    readonly person: ShownSight;
    /** Those who were chosen for it, or are where it stands. */
    readonly where: ShownSight;
    readonly roles: readonly ShownSight[];
  }[];
}

export const starterPath = '/trust/dpia';

type Section = readonly [id: string, title: string, body: Markup];

export function trustPage(words: Words, view: TrustView): string {
  const sections: readonly Section[] = [
    ['can', words('trust.can'), canDo(words, view)],
    ['cannot', words('trust.cannot'), list(cannotDo(words, view))],
    ['map', words('trust.map'), mapped(words, view)],
    ['held', words('trust.held'), heldThings(words, view)],
    ['who', words('trust.who'), whoSees(words, view)],
    ['leave', words('trust.leave'), leaving(words, view)],
    ['concern', words('trust.concern'), concern(words, view)],
    ['starter', words('trust.starter'), starter(words)],
  ];
  const body = html`<main class="trust">
    <h1>${words('trust.title')}</h1>
    <p>${words('trust.intro')} ${words(`trust.runs.${view.connected}`)}</p>
    <nav class="contents" aria-label=${words('trust.contents')}>
      <ul>${sections.map(([id, title]) => html`<li><a href=${`#${id}`}>${title}</a></li>`)}</ul>
    </nav>
    ${sections.map(
      ([id, title, content]) => html`<section aria-labelledby=${id}>
        <h2 id=${id}>${title}</h2>
        ${content}
      </section>`,
    )}
  </main>`;
  return document({ title: words('trust.title'), language: words('pages.language'), body });
}

function canDo(words: Words, view: TrustView): Markup {
  const { permissions } = view;
  const has = (platform: Permission['platform']): boolean => permissions.some((each) => each.platform === platform);
  return html`<p>${words(view.community ? 'trust.canHearCommunity' : 'trust.canHear')}</p>
    ${letsIn(words, view.letsIn).map((line) => html`<p>${line}</p>`)}
    ${has('Slack') && html`<p>${words('trust.canSlack')}</p>${permissionTable(words, permissions, 'Slack')}`}
    ${has('Teams') && html`<p>${words('trust.canTeams')}</p>${permissionTable(words, permissions, 'Teams')}`}`;
}

function letsIn(words: Words, { slack, teams }: LetsIn): string[] {
  return [
    ...(slack === 'one' ? [words('trust.inSlackOne')] : []),
    ...(slack === 'any' ? [words('trust.inSlackAny')] : []),
    ...(typeof slack === 'number' ? [words('trust.inSlackNamed', { count: slack })] : []),
    ...(slack === undefined || slack === 'one' ? [] : [words('trust.inSlackApart')]),
    ...(teams === undefined ? [] : [words('trust.inTeams', { count: teams })]),
  ];
}

export function permissionTable(
  words: Words,
  permissions: readonly Permission[],
  platform: Permission['platform'],
): Markup {
  const rows = permissions.filter((each) => each.platform === platform);
  return table(
    [words('trust.why'), words('trust.permission')],
    rows.map((each) => [whyOf(words, each), html`<code>${each.name}</code>`]),
    platform,
  );
}

function whyOf(words: Words, { why, without }: Permission): Markup {
  return html`${why}${without && html` <span class="quiet">${words('trust.optional', { without })}</span>`}`;
}

export function cannotDo(words: Words, { community, permissions }: TrustView): string[] {
  const hasSlack = permissions.some(({ platform }) => platform === 'Slack');
  return [
    words('trust.cannotRead'),
    ...(community ? [] : [words('trust.cannotReadOrdinary')]),
    ...(hasSlack && !community ? [words('trust.cannotReadSlack')] : []),
    words('trust.cannotManage'),
    words('trust.cannotScore'),
    words('trust.cannotGuess'),
    words('trust.cannotNag'),
    words('trust.cannotTell'),
  ];
}

function mapped(words: Words, view: TrustView): Markup {
  return html`<figure>
      ${dataMap(words, view)}
      <figcaption>${words('trust.mapInWords')}</figcaption>
    </figure>
    <h3>${words('trust.mapCalls')}</h3>
    ${list(calledAddresses(words, view))}
    ${list([words('trust.mapInTransit'), words('trust.mapSealed'), words('trust.mapPlain')])}`;
}

export function calledAddresses(words: Words, { connected }: Pick<TrustView, 'connected'>): string[] {
  if (connected === 'local') return [words('trust.mapCallsNone')];
  return [
    ...(connected === 'teams' ? [] : [words('trust.mapCallsSlack')]),
    ...(connected === 'slack' ? [] : [words('trust.mapCallsTeams')]),
  ];
}

function heldThings(words: Words, { held }: TrustView): Markup {
  return html`<p>${words('trust.heldIntro')}</p>
    <div class="kinds">
      ${held.map(
        ({ kind, tables }) => html`<article>
          <h3>${words(`held.${kind}.title`)}</h3>
          <p>${words(`held.${kind}.what`)}</p>
          <dl>
            ${fact(words('trust.heldWho'), words(`held.${kind}.who`))}
            ${fact(words('trust.heldKept'), words(`held.${kind}.kept`))}
            ${fact(words('trust.heldErased'), words(`held.${kind}.erased`))}
          </dl>
          <p class="quiet">${words('trust.heldTables', { tables: tables.join(', ') })}</p>
        </article>`,
      )}
    </div>`;
}

function fact(label: string, value: string): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`;
}

function whoSees(words: Words, view: TrustView): Markup {
  return html`<p>${words('trust.whoIntro')}</p>
    <div class="scrolled who" tabindex="0" role="region" aria-label=${words('trust.who')}>${seenTable(words, view)}</div>
    <p class="quiet">${words('trust.whoLegend')}</p>
    ${list([words('trust.whoManager'), words('trust.whoServer'), words('trust.whoMakers'), words('trust.whoCompliance')])}`;
}

export function seenTable(words: Words, { seen: { roles, rows } }: TrustView): Markup {
  const head = [
    words('trust.whoItem'),
    words('trust.whoPerson'),
    words('trust.whoAudience'),
    ...roles.map((role) => words(role === 'member' ? 'trust.whoEverybody' : `administration.role.${role}`)),
  ];
  return table(
    head,
    rows.map(({ kind, person, where, roles: sights }) => [
      words(`held.${kind}.title`),
      ...[person, where, ...sights].map((sight) => words(`trust.sight.${sight}`)),
    ]),
  );
}

function leaving(words: Words, { graceDays }: TrustView): Markup {
  return list([
    words('trust.leavePerson'),
    words('trust.leaveRemove', { days: graceDays }),
    words('trust.leaveBackups'),
    words('trust.leaveElsewhere'),
  ]);
}

function concern(words: Words, { dataContact, privacyNotice }: TrustView): Markup {
  return html`<p>${words('trust.concernOwn')}</p>
    ${dataContact && html`<p>${words('trust.concernContact')} ${linked(dataContact)}</p>`}
    ${privacyNotice && html`<p>${words('trust.concernNotice')} ${linked(privacyNotice)}</p>`}
    ${!dataContact && html`<p>${words('trust.concernNobody')}</p>`}
    <p>${words('trust.concernMeanwhile')}</p>`;
}

function linked(address: string): Markup {
  return html`<a href=${address}>${address.replace(/^mailto:/, '')}</a>`;
}

function starter(words: Words): Markup {
  return html`<p>${words('trust.starterIntro')}</p>
    <p><a class="act" href=${starterPath} download>${words('trust.starterGet')}</a></p>`;
}

export function list(lines: readonly string[]): Markup {
  return html`<ul class="points">${lines.map((line) => html`<li>${line}</li>`)}</ul>`;
}

type Cell = string | Markup | undefined;

export function table(head: readonly string[], rows: readonly (readonly Cell[])[], caption?: string): Markup {
  return html`<table>
    ${caption && html`<caption>${caption}</caption>`}
    <thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
    <tbody>
      ${rows.map(([first, ...cells]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
    </tbody>
  </table>`;
}
