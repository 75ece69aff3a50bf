import { codeOf, messageOf } from '../base/errors.ts';
import type { Config } from '../config.ts';
import { isLoopback } from '../settings/settings.ts';
import type { Check } from './doctor-check.ts';

/*
 * Whether Outloud is where Slack and Teams look for it. This machine asks, which may see less or more of itself than the
 * internet does: what is certainly wrong is a failure, the rest is a hint.
 */

const check = 'address';
const withinMs = 5_000;

export async function checkAddress({ local, publicUrl }: Config, ask: typeof fetch): Promise<Check | undefined> {
  if (local) return undefined;
  if (!publicUrl) {
    const todo = 'Set PUBLIC_URL to the https address that the app in Slack and the bot in Azure have as theirs.';
    return { check, ok: true, detail: 'PUBLIC_URL is not set', todo };
  }
  if (isLoopback(new URL(publicUrl).hostname)) {
    const todo = 'That is right for an emulator. For Slack and Teams, set PUBLIC_URL to an address that they reach.';
    return { check, ok: true, detail: `${publicUrl} is this machine alone`, todo };
  }
  try {
    return await askThere(publicUrl, ask);
  } catch (error) {
    return notReached(publicUrl, error);
  }
}

async function askThere(publicUrl: string, ask: typeof fetch): Promise<Check> {
  const response = await ask(`${publicUrl}/healthz`, { redirect: 'manual', signal: AbortSignal.timeout(withinMs) });
  const text = await response.text();
  if (response.status === 200 && /"ok":\s*true/.test(text)) {
    return { check, ok: true, detail: `an Outloud answers at ${publicUrl}` };
  }
  const todo = 'Start Outloud and look again. If this stays, the proxy in front of it sends these requests elsewhere.';
  return {
    check,
    ok: true,
    detail: `${publicUrl}/healthz answers with status ${response.status}, not as Outloud`,
    todo,
  };
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO/;

function notReached(publicUrl: string, error: unknown): Check {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = String(codeOf(cause));
  const detail = `${publicUrl} cannot be reached from here: ${messageOf(cause)}`;
  if (code === 'ENOTFOUND') {
    return {
      check,
      ok: false,
      detail,
      todo: 'There is no host of that name: correct PUBLIC_URL, or add it to your DNS.',
    };
  }
  if (certificate.test(code)) {
    const todo = 'Slack and Teams need a valid certificate of a public authority: mend it where https ends.';
    return { check, ok: false, detail, todo };
  }
  const todo = 'Start Outloud and look again. Slack and Teams must reach it from the internet; this machine need not.';
  return { check, ok: true, detail, todo };
}
