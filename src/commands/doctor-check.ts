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

/** Something else than the service answered: a proxy's log-in, a wrong path. */
class NotTheService extends Error {}

export async function jsonOf<T>(response: Response): Promise<T> {
  try {
    return (await response.json()) as T;
  } catch (cause) {
    throw new NotTheService(`status ${response.status}, and no JSON`, { cause });
  }
}

export function unreachable(check: string, address: string, error: unknown): Check {
  if (error instanceof NotTheService) {
    const detail = `what answers at ${address} is not the service: ${messageOf(error)}`;
    return { check, ok: false, detail, todo: 'Check the address in the settings, and any proxy on the way.' };
  }
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  const todo = 'This machine must be allowed to call it over https: check firewall, proxy and name service.';
  return { check, ok: false, detail: `${address} cannot be reached: ${messageOf(error)}${cause}`, todo };
}
