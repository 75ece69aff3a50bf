import { randomBytes } from 'node:crypto';
import { asObject, asObjects, asText, type JsonObject } from '../json.ts';
import { slackBot, slackWorkspace } from '../org.ts';
import type { SlackView } from '../state.ts';
import type { Records } from '../store.ts';
import { type BlockFacts, characters, checkView } from './block-check.ts';
import { stateValues, withBlockIds } from './block-input.ts';
import { invalid, SlackRefusal } from './errors.ts';
import type { SlackWorkspace } from './workspace.ts';

/** A root and two on top of it (docs.slack.dev/surfaces/modals). */
const deepest = 3;
const largestView = 250_000;

/** Where a modal stands in somebody's stack. */
interface Found {
  readonly person: string;
  readonly index: number;
  readonly view: SlackView;
}

/** Each person's stack of modals, and home page. */
export interface Views {
  open(person: string, view: JsonObject): SlackView;
  push(person: string, view: JsonObject): SlackView;
  /** By the id of the view, or the app's own external id. */
  update(wanted: { id: string; externalId: string; hash: string }, view: JsonObject): SlackView;
  publish(person: string, view: JsonObject, hash: string): SlackView;
  find(person: string, viewId: string): SlackView | undefined;
  home(person: string): SlackView | undefined;
  /** Complaints that the client shows beside the fields. */
  complain(person: string, viewId: string, errors: Record<string, string>): void;
  /** Takes away the view that lies on top; where the app asked for it, everything beneath too. */
  close(person: string, viewId: string, all?: boolean): void;
}

export function createViews(records: Records, workspace: SlackWorkspace): Views {
  function openModals(): Found[] {
    return [...records.all('slack-modals')].flatMap(([person, { views }]) =>
      views.map((view, index) => ({ person, index, view })),
    );
  }

  function make(given: JsonObject, kept: JsonObject): SlackView {
    const view = made(given, kept, workspace.facts);
    const twin = openModals().some(({ view: other }) => other.external_id === view.external_id && other.id !== view.id);
    if (view.external_id !== '' && twin) throw new SlackRefusal('duplicate_external_id');
    return view;
  }

  function replaceAt(found: Found, view: SlackView): void {
    workspace.setModals(found.person, workspace.modals(found.person).toSpliced(found.index, 1, view));
  }

  return {
    open(person, given) {
      mustBeModal(given);
      const view = make(given, {});
      workspace.setModals(person, [view]);
      return view;
    },
    push(person, given) {
      mustBeModal(given);
      const stack = workspace.modals(person);
      const [root] = stack;
      const below = stack.at(-1);
      if (!root || !below) throw new SlackRefusal('not_found');
      if (stack.length >= deepest) throw new SlackRefusal('push_limit_reached');
      const view = make(given, { root_view_id: root.id, previous_view_id: below.id });
      workspace.setModals(person, [...stack, view]);
      return view;
    },
    update(wanted, given) {
      const found = openModals().find(({ view }) =>
        wanted.id ? view.id === wanted.id : wanted.externalId !== '' && view.external_id === wanted.externalId,
      );
      if (!found) throw new SlackRefusal('not_found');
      if (wanted.hash && wanted.hash !== found.view.hash) throw new SlackRefusal('hash_conflict');
      mustBeModal(given);
      const { id, root_view_id, previous_view_id } = found.view;
      const view = make(given, { id, root_view_id, previous_view_id });
      replaceAt(found, view);
      return view;
    },
    publish(person, given, hash) {
      if (given.type !== 'home')
        throw invalid('invalid_arguments', ['[ERROR] must be a home view [json-pointer:/view/type]']);
      const known = records.get('slack-home', person);
      if (hash && known && hash !== known.hash) throw new SlackRefusal('hash_conflict');
      const view = made(given, known ? { id: known.id } : {}, workspace.facts);
      records.put('slack-home', person, view);
      return view;
    },
    find: (person, viewId) => workspace.modals(person).find(({ id }) => id === viewId),
    home: (person) => records.get('slack-home', person),
    complain(person, viewId, errors) {
      const index = workspace.modals(person).findIndex(({ id }) => id === viewId);
      const view = workspace.modals(person)[index];
      if (view) replaceAt({ person, index, view }, { ...view, errors });
    },
    close(person, viewId, all = false) {
      const stack = workspace.modals(person);
      const index = stack.findIndex(({ id }) => id === viewId);
      if (index >= 0) workspace.setModals(person, all ? [] : stack.slice(0, index));
    },
  };
}

function mustBeModal(view: JsonObject): void {
  if (view.type === 'home')
    throw invalid('invalid_arguments', ['[ERROR] must be a modal view [json-pointer:/view/type]']);
}

function made(given: JsonObject, kept: JsonObject, facts: BlockFacts): SlackView {
  const complaints = checkView(given, facts);
  if (complaints.length > 0) throw invalid('invalid_arguments', complaints);
  if (characters(JSON.stringify(given)) > largestView) throw new SlackRefusal('view_too_large');
  const id = asText(kept.id) || `V${randomBytes(6).toString('hex').toUpperCase().slice(0, 10)}`;
  const blocks = withBlockIds(asObjects(given.blocks));
  return {
    id,
    team_id: slackWorkspace.id,
    type: given.type === 'home' ? 'home' : 'modal',
    blocks,
    private_metadata: asText(given.private_metadata),
    callback_id: asText(given.callback_id),
    external_id: asText(given.external_id),
    state: { values: {} },
    hash: `${Math.floor(Date.now() / 1000)}.${randomBytes(4).toString('hex')}`,
    title: given.title ?? null,
    submit: given.submit ?? null,
    close: given.close ?? null,
    clear_on_close: given.clear_on_close === true,
    notify_on_close: given.notify_on_close === true,
    previous_view_id: kept.previous_view_id ?? null,
    root_view_id: kept.root_view_id ?? id,
    app_id: slackWorkspace.appId,
    app_installed_team_id: slackWorkspace.id,
    bot_id: slackWorkspace.botId,
  };
}

/** A view as an app gets it, with what the person has put in so far. */
export function viewPayload(view: SlackView, given: unknown): JsonObject {
  const { errors: _, ...payload } = view;
  return { ...payload, state: { values: stateValues(view.blocks, asObject(given)) } };
}

/** The profile of the bot, as a message of its own carries it. */
export const botProfile = {
  id: slackWorkspace.botId,
  app_id: slackWorkspace.appId,
  name: slackBot.name,
  team_id: slackWorkspace.id,
  deleted: false,
} as const;
