import type { Kysely, Transaction } from 'kysely';
import { parseId } from '../../base/ids.ts';
import type { Choice } from '../../cards/elements.ts';
import { answerForm } from '../../cards/prompts/answer-form.ts';
import { previewForm } from '../../cards/prompts/update-card.ts';
import type { Words } from '../../cards/words.ts';
import type { FormEvent } from '../../chat/event.ts';
import type { Form } from '../../chat/form.ts';
import type { PersonId } from '../../chat/ids.ts';
import { form, note, type Reply } from '../../chat/reply.ts';
import { accountsOf, isSamePerson } from '../../people/accounts.ts';
import { findName } from '../../people/store.ts';
import type { Database } from '../../storage/schema.ts';
import type { CommunityId, UpdateDraft } from '../../storage/tables/prompts.ts';
import type { Handling } from '../feature.ts';
import { findPrompt, type PromptsDeps } from './deps.ts';
import { fieldLimits, freePrompt, type Prompt } from './library.ts';
import { publish } from './publish.ts';
import { type CommunityOf, communitiesOf } from './store/communities.ts';
import { lockRound, type Round } from './store/rounds.ts';
import { insertDraft, lockUpdate, saveDraft } from './store/updates.ts';
import { type FieldProblem, fieldId, mayChange, readFields, type Update } from './update.ts';

/** Answering: fields and audience, a look at it as others will see it, then posting. What was typed is kept each time. */

/** The choice that shows an answer to nobody else. */
const onlyMe = 'me';

export type Theirs = Pick<CommunityOf, 'id' | 'kind' | 'name' | 'starting_audience'>;

interface AnswerShown {
  readonly words: Words;
  readonly prompt: Prompt;
  /** `round:ID`, `update:ID` or `prompt:ID`. */
  readonly state: string;
  /** The audience chosen at first: where it was asked. */
  readonly communityId?: CommunityId | undefined;
  readonly draft?: UpdateDraft | undefined;
  readonly title?: string;
  readonly withQuestion: boolean;
}

async function answerFormFor(db: Kysely<Database>, person: PersonId, shown: AnswerShown): Promise<Form> {
  return answerFormWith(shown, await communitiesOf(db, person));
}

/** `communities`: where whoever answers could show it. */
export function answerFormWith(shown: AnswerShown, communities: readonly Theirs[]): Form {
  const { words, prompt, draft } = shown;
  const audiences = audiencesOf(communities, words);
  const chosen = draft ? (draft.communityId ?? onlyMe) : startingAudience(communities, shown.communityId);
  return answerForm(words, {
    title: shown.title ?? words('answer.title'),
    state: shown.state,
    question: prompt.text,
    ...(prompt.care && { care: prompt.care }),
    fields: prompt.fields.map((field, index) => ({
      id: fieldId(index),
      label: field.label,
      type: field.type,
      ...(field.hint && { hint: field.hint }),
      ...(field.options && { options: field.options }),
      optional: field.opt,
      limit: fieldLimits[field.type],
      value: draft?.fields[index]?.value ?? '',
    })),
    audiences,
    audience: audiences.some((audience) => audience.value === chosen) ? chosen : onlyMe,
    withQuestion: shown.withQuestion,
  });
}

/** The widest last: only me, my team, a community. */
function audiencesOf(communities: readonly Theirs[], words: Words): Choice[] {
  const shown = communities.map(({ id, kind, name }) => ({
    value: id as string,
    title: words(kind === 'team' ? 'answer.team' : 'answer.community', { place: name }),
  }));
  return [...shown, { value: onlyMe, title: words('answer.onlyMe') }];
}

/** What they chose for a start: never wider than that, and where they chose nothing, where it was asked. */
function startingAudience(communities: readonly Theirs[], asked: CommunityId | undefined): string {
  const teams = communities.filter(({ kind }) => kind === 'team');
  switch (communities[0]?.starting_audience) {
    case 'me':
      return onlyMe;
    case 'team':
      return (teams.find(({ id }) => id === asked) ?? teams[0])?.id ?? onlyMe;
    default:
      return asked ?? communities[0]?.id ?? onlyMe;
  }
}

/** What a form is about: a round's question, a note that exists, or a prompt picked freely. */
interface Subject {
  readonly prompt: Prompt;
  readonly round?: Round;
  readonly update?: Update;
}

async function subjectOf(
  deps: PromptsDeps,
  trx: Transaction<Database>,
  { state, person }: { state: string; person: PersonId },
): Promise<Subject | undefined> {
  const [kind, id = ''] = state.split(/:(.*)/s);
  if (kind === 'round') {
    const round = await lockRound(trx, id);
    const prompt = round?.person_id === person ? await findPrompt(trx, deps.library, round.prompt_id) : undefined;
    return round && prompt && { prompt, round };
  }
  if (kind === 'update') {
    const update = await lockUpdate(trx, id);
    return mayChange(update, await accountsOf(trx, person))
      ? { prompt: await promptOf(deps, trx, update), update }
      : undefined;
  }
  const prompt = await findPrompt(trx, deps.library, id);
  return prompt && { prompt };
}

/** The prompt that a note answers; where it is gone since, one with the same labels. */
async function promptOf(deps: PromptsDeps, db: Kysely<Database>, update: Update): Promise<Prompt> {
  const known = await findPrompt(db, deps.library, update.prompt_id ?? freePrompt.id);
  const fields = update.draft?.fields ?? update.fields;
  if (known?.fields.length === fields.length) return known;
  return {
    ...freePrompt,
    text: update.question ?? freePrompt.text,
    fields: fields.map(({ label }) => ({ label, type: 'long' as const, opt: false })),
  };
}

/** Opens the form for a round's question, a note or a prompt. */
export async function openAnswer(
  deps: PromptsDeps,
  { state, person, draft }: { state: string; person: PersonId; draft?: UpdateDraft },
  { trx, words }: Handling,
): Promise<Reply> {
  const subject = await subjectOf(deps, trx, { state, person });
  if (!subject) return note(words('update.gone'));
  const { prompt, round, update } = subject;
  if (round?.state === 'answered') return note(words('prompt.passed'));
  return form(
    await answerFormFor(trx, update?.person_id ?? person, {
      words,
      prompt,
      state,
      communityId: round?.community_id,
      draft: draft ?? (update && draftOf(update)),
      title: words(round || update ? 'answer.title' : 'answer.unasked'),
      withQuestion: true,
    }),
  );
}

function draftOf(update: Update): UpdateDraft {
  return update.draft ?? { fields: update.fields, ...(update.community_id && { communityId: update.community_id }) };
}

/** The answer form was sent: checked, kept as a draft, shown as others will see it. */
export async function keepAnswer(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words, now } = handling;
  const subject = await subjectOf(deps, trx, { state: event.state, person: event.person.id });
  if (!subject) return note(words('update.gone'));
  const { prompt, round, update } = subject;
  // What was written with the person's other account is shown to those who see that one.
  const person = update?.person_id ?? event.person.id;
  if (round?.state === 'answered') return note(words('prompt.passed'));

  const { fields, problems } = readFields(prompt, event.inputs);
  const audience = await readAudience(trx, person, event.inputs.audience);
  const draft: UpdateDraft = { fields, ...(audience?.id && { communityId: audience.id }) };
  const complaints = Object.fromEntries(
    Object.entries(problems).map(([id, problem]) => [id, problemText(words, problem)]),
  );
  if (!audience) complaints.audience = words('field.audience');
  if (Object.keys(complaints).length > 0) {
    const again = await answerFormFor(trx, person, {
      words,
      prompt,
      state: event.state,
      draft,
      title: words(round || update ? 'answer.title' : 'answer.unasked'),
      withQuestion: true,
    });
    return form(again, complaints);
  }

  const kept =
    update ??
    (await draftOfRound(trx, round)) ??
    (await insertDraft(trx, {
      person,
      round: round?.id ?? null,
      promptId: prompt.id,
      question: prompt.text,
      draft,
      now,
    }));
  await saveDraft(trx, kept.id, draft, now);
  return form(
    previewForm(words, {
      state: kept.id,
      author: await findName(trx, person),
      question: kept.question ?? prompt.text,
      fields,
      ...(audience?.name && { place: audience.name }),
      posted: kept.state === 'posted',
    }),
  );
}

/** A round that was previewed before has its draft already. */
async function draftOfRound(trx: Transaction<Database>, round: Round | undefined): Promise<Update | undefined> {
  if (!round) return undefined;
  return trx
    .selectFrom('update')
    .selectAll()
    .where('round_id', '=', round.id)
    .where('state', '=', 'draft')
    .forUpdate()
    .executeTakeFirst();
}

/** An audience that the person may choose; `undefined` where it is none of theirs. */
async function readAudience(
  db: Kysely<Database>,
  person: PersonId,
  value: string | undefined,
): Promise<{ id?: CommunityId; name?: string } | undefined> {
  if (value === onlyMe) return {};
  const id = parseId<'community'>(value);
  const community = id && (await communitiesOf(db, person)).find((each) => each.id === id);
  return community && { id: community.id, name: community.name };
}

function problemText(words: Words, problem: FieldProblem): string {
  if (problem.kind !== 'too-long') return words(`field.${problem.kind}`);
  return words('field.too-long', { length: problem.length, limit: problem.limit });
}

/** The preview was sent: posted, kept, or back to the fields. */
export async function answerPreview(deps: PromptsDeps, event: FormEvent, handling: Handling): Promise<Reply> {
  const { trx, words } = handling;
  const update = await lockUpdate(trx, event.state);
  if (!mayChange(update, await accountsOf(trx, event.person.id))) return note(words('update.gone'));
  if (event.button === 'back') {
    return openAnswer(deps, { state: `update:${update.id}`, person: event.person.id }, handling);
  }
  return publish(deps, { update, event }, handling);
}

/** [Edit] on one's own note. */
export async function edit(
  deps: PromptsDeps,
  { update, person }: { update: string | undefined; person: PersonId },
  handling: Handling,
): Promise<Reply> {
  const found = await lockUpdate(handling.trx, update);
  const isTheirs = !found || (await isSamePerson(handling.trx, found.person_id, person));
  if (!isTheirs) return note(handling.words('update.notYours'));
  return openAnswer(deps, { state: `update:${update ?? ''}`, person }, handling);
}
