import type { JsonObject } from '../json.ts';
import type { Arguments } from './arguments.ts';
import type { Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';
import type { Triggers } from './triggers.ts';
import type { Views } from './views.ts';
import type { SlackWorkspace } from './workspace.ts';

export function viewMethods(views: Views, triggers: Triggers, workspace: SlackWorkspace): Record<string, Method> {
  return {
    'views.open': (args) => ({ view: views.open(triggers.exchange(triggerOf(args)), viewOf(args)) }),
    'views.push': (args) => ({ view: views.push(triggers.exchange(triggerOf(args)), viewOf(args)) }),
    'views.update'(args) {
      const wanted = { id: args.text('view_id'), externalId: args.text('external_id'), hash: args.text('hash') };
      return { view: views.update(wanted, viewOf(args)) };
    },
    'views.publish'(args) {
      const person = workspace.person(args.text('user_id'));
      if (!person)
        throw new SlackRefusal('invalid_arguments', { response_metadata: { messages: ['[ERROR] invalid user'] } });
      return { view: views.publish(person.id, viewOf(args), args.text('hash')) };
    },
  };
}

function triggerOf(args: Arguments): string {
  return args.text('trigger_id') || args.text('interactivity_pointer');
}

function viewOf(args: Arguments): JsonObject {
  const view = args.object('view', 'invalid_arguments');
  if (!view) {
    throw new SlackRefusal('invalid_arguments', {
      response_metadata: { messages: ['[ERROR] missing required field: view'] },
    });
  }
  return view;
}
