import { hideInput } from './inputs.ts';
import { flagOf, isObject, type JsonObject, stringOf } from './json.ts';
import type { Scope } from './scope.ts';

/** Whether an element stays out. One that a ToggleVisibility can show is shown from the start. */
export function isHidden(scope: Scope, element: JsonObject): boolean {
  return flagOf(element.isVisible) === false && !scope.revealed.has(stringOf(element.id) ?? '');
}

/** The inputs of what stays out, which answer with their defaults. */
export function hideInputs(scope: Scope, element: unknown): void {
  if (Array.isArray(element)) for (const one of element) hideInputs(scope, one);
  if (!isObject(element)) return;
  if (stringOf(element.type)?.startsWith('Input.')) hideInput(scope, element);
  for (const key of ['items', 'columns', 'rows', 'cells', 'pages']) hideInputs(scope, element[key]);
}
