import type { TeamsConfig } from '../config.ts';
import { type Check, jsonOf, patienceMs, unreachable } from './doctor-check.ts';

const loginAddress = 'https://login.microsoftonline.com';

/** The client credentials flow of the Bot Connector, as its own SDK does it; the token is thrown away. */
export async function checkTeams(teams: TeamsConfig, ask: typeof fetch): Promise<Check> {
  const check = 'teams';
  if (teams.auth === 'off') return { check, ok: true, detail: 'TEAMS_AUTH is off: for an emulator on this machine' };
  if (teams.type === 'UserAssignedMSI') {
    return { check, ok: true, detail: 'a managed identity: Azure gives its token only there, so it was not tried' };
  }
  const login = (teams.loginUrl ?? loginAddress).replace(/\/+$/, '');
  try {
    const response = await ask(`${login}/${encodeURIComponent(teams.tenantId ?? '')}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: teams.appId ?? '',
        client_secret: teams.password ?? '',
        scope: 'https://api.botframework.com/.default',
      }),
      signal: AbortSignal.timeout(patienceMs),
    });
    const answer = await jsonOf<{ access_token?: string; error?: string; error_description?: string }>(response);
    if (answer.access_token) return { check, ok: true, detail: 'Microsoft gives the bot a token' };
    return refusedByMicrosoft(answer.error_description ?? answer.error ?? `status ${response.status}`);
  } catch (error) {
    return unreachable(check, login, error);
  }
}

const keysAddress = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

/** Without Microsoft's keys nothing that Teams sends can be believed. */
export async function checkTeamsKeys(teams: TeamsConfig, ask: typeof fetch): Promise<Check | undefined> {
  if (teams.auth === 'off') return undefined;
  const check = 'teams-keys';
  const address = teams.openIdMetadataUrl ?? keysAddress;
  try {
    const answer = await jsonOf<{ jwks_uri?: string }>(await ask(address, { signal: AbortSignal.timeout(patienceMs) }));
    if (answer.jwks_uri) return { check, ok: true, detail: 'the keys of what Teams sends can be had' };
    const todo = 'Leave TEAMS_OPENID_METADATA_URL out, except in a sovereign cloud or for an emulator.';
    return { check, ok: false, detail: `${address} names no keys`, todo };
  } catch (error) {
    return unreachable(check, address, error);
  }
}

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const microsoftAdvice: readonly (readonly [RegExp, string])[] = [
  [
    /AADSTS7000215|AADSTS7000222/,
    'The secret is wrong or has run out: make a new one under App registrations > Certificates & secrets, and put its value (not its id) into MICROSOFT_APP_PASSWORD.',
  ],
  [/AADSTS700016/, 'The tenant does not know this app: check MICROSOFT_APP_ID and MICROSOFT_APP_TENANT_ID.'],
  [/AADSTS90002|AADSTS900023/, 'There is no such tenant: check MICROSOFT_APP_TENANT_ID.'],
];

function refusedByMicrosoft(description: string): Check {
  const [firstLine = ''] = description.split(/\r?\n/);
  const known = microsoftAdvice.find(([pattern]) => pattern.test(description));
  const todo = known?.[1] ?? 'Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID.';
  return { check: 'teams', ok: false, detail: `Microsoft refuses the bot's credentials: ${firstLine}`, todo };
}
