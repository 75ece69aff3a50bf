import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../../src/bots/slack/blocks/json.ts';

/** A payload as Slack sends it, from `test/fixtures/slack`. */
export function fixture(name: string): JsonObject {
  const body: unknown = JSON.parse(readFileSync(new URL(`../../fixtures/slack/${name}.json`, import.meta.url), 'utf8'));
  if (!isObject(body)) throw new TypeError(`${name} is no object`);
  return body;
}
