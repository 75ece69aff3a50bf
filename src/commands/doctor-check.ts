import { messageOf } from '../base/errors.ts';

/** One line of what `outloud doctor` found. */
export interface Check {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly todo?: string;
}

/** How long a service may take to answer. */
export const patienceMs = 10_000;

export const slackApi = 'https://slack.com/api/';

export function slackMethod(apiUrl: string, method: string): URL {
  return new URL(method, apiUrl.endsWith('/') ? apiUrl : `${apiUrl}/`);
}

export function unreachable(check: string, address: string, error: unknown): Check {
  const todo = 'This machine must be allowed to call it over https: check firewall, proxy and name service.';
  return { check, ok: false, detail: `${address} cannot be reached: ${withCause(error)}`, todo };
}

/** `fetch` says only that it failed; why is in the cause. */
export function withCause(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return `${messageOf(error)}${cause}`;
}
