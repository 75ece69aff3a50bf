import type { Words } from '../cards/words.ts';
import { dataMap } from './data-map.ts';
import { document, html, type Markup } from './document.ts';
import { calledAddresses, cannotDo, list, permissionTable, seenTable, type TrustView, table } from './trust.ts';

/** A data protection impact assessment that is begun: what is known of this Outloud, and blanks for the rest. */
export function dpiaStarter(words: Words, view: TrustView, now: Date): string {
  const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(now);
  const body = html`<main class="sheet trust">
    <h1>${words('trust.dpia.title')}</h1>
    <p>${words('trust.dpia.lead', { date, address: view.address ?? words('trust.dpia.here') })}</p>
    <h2>${words('trust.dpia.part1')}</h2>
    ${list((['purpose', 'controller', 'processor', 'owner'] as const).map((key) => words(`trust.dpia.${key}`)))}
    <h2>${words('trust.dpia.part2')}</h2>
    <p>${words('trust.dpia.screening')}</p>
    <h2>${words('trust.dpia.part3')}</h2>
    ${purposes(words)}
    <h2>${words('trust.dpia.part4')}</h2>
    ${held(words, view)}
    <h3>${words('trust.who')}</h3>
    ${seenTable(words, view)}
    <p>${words('trust.whoLegend')}</p>
    ${list([words('trust.whoManager'), words('trust.whoServer'), words('trust.whoCompliance')])}
    <h2>${words('trust.dpia.part5')}</h2>
    ${(['Slack', 'Teams'] as const)
      .filter((platform) => view.permissions.some((each) => each.platform === platform))
      .map((platform) => permissionTable(words, view.permissions, platform))}
    ${list(cannotDo(words, view))}
    <h2>${words('trust.dpia.part6')}</h2>
    ${dataMap(words, view)}
    <p>${words('trust.mapInWords')}</p>
    ${list([...calledAddresses(words, view), words('trust.mapPlain')])}
    <h2>${words('trust.dpia.part7')}</h2>
    ${risks(words, view)}
    <h2>${words('trust.dpia.part8')}</h2>
    <p>${words('trust.dpia.consultation')}</p>
    <h2>${words('trust.dpia.part9')}</h2>
    <p>${words('trust.dpia.rights')}</p>
    <h2>${words('trust.dpia.part10')}</h2>
    <p>${words('trust.dpia.decision')}</p>
  </main>`;
  return document({ title: words('trust.dpia.title'), language: words('pages.language'), body });
}

function purposes(words: Words): Markup {
  const head = (['purposeHead', 'basisHead', 'noteHead'] as const).map((key) => words(`trust.dpia.${key}`));
  const basisSame = words('trust.dpia.basisSame');
  return table(head, [
    [words('trust.dpia.purposeMembers'), words('trust.dpia.basisMembers'), words('trust.dpia.noteMembers')],
    [words('trust.dpia.purposeQuestions'), basisSame, words('trust.dpia.noteQuestions')],
    [words('trust.dpia.purposeSums'), basisSame, words('trust.dpia.noteSums')],
    [words('trust.dpia.purposeLog'), words('trust.dpia.basisLog'), words('trust.dpia.noteLog')],
  ]);
}

function held(words: Words, view: TrustView): Markup {
  const head = (['What', 'Who', 'Kept', 'Erased'] as const).map((key) => words(`trust.held${key}`));
  const rows = view.held.map(({ kind }) => [
    html`${words(`held.${kind}.title`)}: ${words(`held.${kind}.what`)}`,
    words(`held.${kind}.who`),
    words(`held.${kind}.kept`),
    words(`held.${kind}.erased`),
  ]);
  return table(head, rows);
}

function risks(words: Words, { community }: TrustView): Markup {
  const head = (['riskHead', 'answerHead', 'yoursHead'] as const).map((key) => words(`trust.dpia.${key}`));
  const blank = words('trust.dpia.blank');
  const permissions = words(community ? 'trust.dpia.answerPermissionsCommunity' : 'trust.dpia.answerPermissions');
  return table(head, [
    [words('trust.dpia.riskCreep'), words('trust.dpia.answerCreep'), blank],
    [words('trust.dpia.riskChill'), words('trust.dpia.answerChill'), blank],
    [words('trust.dpia.riskSmall'), words('trust.dpia.answerSmall'), blank],
    [words('trust.dpia.riskSpread'), words('trust.dpia.answerSpread'), blank],
    [words('trust.dpia.riskPermissions'), permissions, blank],
    [words('trust.dpia.riskBreach'), words('trust.dpia.answerBreach'), words('trust.dpia.yoursBreach')],
    [words('trust.dpia.riskSpecial'), words('trust.dpia.answerSpecial'), blank],
    [words('trust.dpia.riskAi'), words('trust.dpia.answerAi'), blank],
  ]);
}
