import { parseJson } from '../../base/json.ts';
import { asObjects, isObject, type JsonObject } from '../json.ts';
import { SlackRefusal } from './errors.ts';

/** The arguments of a Web API call, sent as a form (the SDK's way: inner JSON as text) or as JSON. */
export interface Arguments {
  text(name: string): string;
  has(name: string): boolean;
  flag(name: string): boolean;
  count(name: string, fallback: number, highest: number): number;
  object(name: string, refusal: string): JsonObject | undefined;
  objects(name: string, refusal: string): JsonObject[] | undefined;
}

export function readArguments(values: JsonObject): Arguments {
  function given(name: string): unknown {
    const value = values[name];
    return value === null ? undefined : value;
  }

  function structured(name: string): unknown {
    const value = given(name);
    return typeof value === 'string' ? parseJson(value) : value;
  }

  function isGiven(name: string): boolean {
    return given(name) !== undefined && given(name) !== '';
  }

  return {
    text(name) {
      const value = given(name);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
    },
    has: (name) => given(name) !== undefined,
    flag(name) {
      const value = given(name);
      return value === true || value === 'true' || value === '1' || value === 1;
    },
    count(name, fallback, highest) {
      const value = Number(given(name) ?? fallback);
      if (!Number.isInteger(value) || value < 1) return fallback;
      return Math.min(value, highest);
    },
    object(name, refusal) {
      if (!isGiven(name)) return undefined;
      const value = structured(name);
      if (!isObject(value)) throw new SlackRefusal(refusal);
      return value;
    },
    objects(name, refusal) {
      if (!isGiven(name)) return undefined;
      const value = structured(name);
      if (!Array.isArray(value) || !value.every(isObject)) throw new SlackRefusal(refusal);
      return asObjects(value);
    },
  };
}

/** From the body of a call, whatever Slack would have understood. */
export function parseCall(body: string, contentType: string, query: URLSearchParams): JsonObject {
  const values: JsonObject = Object.fromEntries(query);
  if (contentType.startsWith('application/json')) {
    const parsed = parseJson(body === '' ? '{}' : body);
    if (!isObject(parsed)) throw new SlackRefusal('invalid_json');
    return { ...values, ...parsed };
  }
  return { ...values, ...Object.fromEntries(new URLSearchParams(body)) };
}
