import { calendarDay } from '../../cards/dates.ts';
import { retentionCard, retentionForm, type ShownRule } from '../../cards/leaving/retention.ts';
import { wordsFor } from '../../cards/words.ts';
import type { ActionEvent, CommandEvent, FormEvent } from '../../chat/event.ts';
import type { WorkspaceId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { noteChange } from '../../people/audit.ts';
import { may, roleHolders } from '../../people/roles.ts';
import type { Handling } from '../feature.ts';
import type { LeavingDeps } from './deps.ts';
import {
  beginPreviews,
  forgetOld,
  previewMs,
  type RuleNow,
  rulesIn,
  rulesOf,
  shorten,
  workspacesHeld,
} from './retention.ts';

/** Administrators see what goes next, are told before the first time, and can have things kept for less long. */

/** `/outloud retention` */
export async function showRetention(deps: LeavingDeps, event: CommandEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person, workspace } = event;
  if (!(await may(trx, person, 'retention.see'))) return note(words('retention.notYours'));
  const rules = (await rulesIn(deps, trx, { workspace, now })).map(viewOf);
  return note(retentionCard(words, { rules, canChange: await may(trx, person, 'retention.change') }));
}

function viewOf({ rule, days, due, from }: RuleNow): ShownRule {
  const { name, least, days: usualDays } = rule;
  return { name, days, usualDays, least, due, ...(from && { waitsUntil: dayOf(from) }) };
}

function dayOf(moment: Date): string {
  return calendarDay(moment.toISOString().slice(0, 10));
}

/** [Keep for less long] */
export async function openShortening(deps: LeavingDeps, event: ActionEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person, workspace } = event;
  if (!(await may(trx, person, 'retention.change'))) return note(words('retention.notYoursToChange'));
  return form(retentionForm(words, (await rulesIn(deps, trx, { workspace, now })).map(viewOf)));
}

export async function keepShortening(deps: LeavingDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const { person, workspace, inputs } = event;
  if (!(await may(trx, person, 'retention.change'))) return note(words('retention.notYoursToChange'));
  const rules = await rulesIn(deps, trx, { workspace, now });
  const wanted = rules.map((each) => ({ ...each, wish: Number(inputs[each.rule.name] ?? each.days) }));
  const wrong = wanted.filter(({ rule, wish }) => !Number.isInteger(wish) || wish < rule.least || wish > rule.days);
  if (wrong.length > 0) {
    const complaints = wrong.map(({ rule }) => [
      rule.name,
      words('retention.wrong', { least: rule.least, most: rule.days }),
    ]);
    return form(retentionForm(words, rules.map(viewOf)), Object.fromEntries(complaints));
  }
  const changed = wanted.filter(({ wish, days }) => wish !== days);
  for (const { rule, wish } of changed) {
    await shorten(trx, { workspace_id: workspace, rule: rule.name, days: wish, set_by: person.id, set_at: now });
    const detail = `${words(`retention.rule.${rule.name}.title`)}, ${words('retention.kept', { count: wish })}`.replace(
      /\.$/,
      '',
    );
    await noteChange(trx, { workspace, by: person.id, what: 'retention-changed', detail }, now);
  }
  return note(words(changed.length > 0 ? 'retention.saved' : 'retention.unchanged'));
}

/** Once a day: what is old goes; where that would be for the first time, it is only said. */
export async function keepRetention(deps: LeavingDeps, now: Date): Promise<void> {
  for (const workspace of await deps.transaction(workspacesHeld)) {
    try {
      await announceOnce(deps, workspace, now);
      const gone = await forgetOld(deps, { workspace, now });
      if (Object.keys(gone).length > 0) deps.logger.info({ workspace, gone }, 'what was old is deleted');
    } catch (error) {
      deps.logger.error({ err: error, workspace }, 'what is old could not be deleted');
    }
  }
}

async function announceOnce(deps: LeavingDeps, workspace: WorkspaceId, now: Date): Promise<void> {
  await deps.transaction(async (trx) => {
    const begun = await beginPreviews(deps, trx, { workspace, now });
    const isNews = rulesOf(deps).some(({ name, longstanding }) => !longstanding && begun.includes(name));
    const rules = isNews ? await rulesIn(deps, trx, { workspace, now }) : [];
    if (!rules.some(({ due, from }) => due > 0 && from)) return;
    const words = wordsFor('en');
    const announcement = words('retention.announce', { day: dayOf(new Date(now.getTime() + previewMs)) });
    const message = retentionCard(words, { rules: rules.map(viewOf), canChange: true, announcement });
    const holders = await roleHolders(trx, workspace);
    const administrators = new Set(holders.filter(({ role }) => role === 'administrator').map(({ person }) => person));
    for (const person of administrators) {
      await deps.outbox.post(trx, { to: { person }, message, priority: 'prompt', unprompted: true }, now);
    }
  });
}
