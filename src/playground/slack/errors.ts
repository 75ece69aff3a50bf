import type { JsonObject } from '../json.ts';

/** A refusal in Slack's own words: `{"ok": false, "error": code}`, with status 200 as Slack does it. */
export class SlackRefusal extends Error {
  readonly code: string;
  readonly details: JsonObject;

  constructor(code: string, details: JsonObject = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** The complaints about blocks or a view, as Slack lists them. */
export function invalid(code: 'invalid_blocks' | 'invalid_arguments', complaints: readonly string[]): SlackRefusal {
  return new SlackRefusal(code, { errors: [...complaints], response_metadata: { messages: [...complaints] } });
}
