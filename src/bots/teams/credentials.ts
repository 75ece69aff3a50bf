import { ConfigurationServiceClientCredentialFactory } from 'botbuilder';
import type { Clock } from '../../base/clock.ts';
import { PlatformError } from '../../chat/platform.ts';
import { asRecord } from './activity.ts';
import { toPlatformError } from './errors.ts';
import { callWithinMs } from './limits.ts';

export type CredentialsFactory = Pick<
  ConfigurationServiceClientCredentialFactory,
  'isValidAppId' | 'isAuthenticationDisabled' | 'createCredentials'
>;
type Credentials = Awaited<ReturnType<CredentialsFactory['createCredentials']>>;

export interface CredentialsOptions {
  readonly appId?: string | undefined;
  readonly password?: string | undefined;
  readonly type: 'SingleTenant' | 'UserAssignedMSI';
  readonly tenantId?: string | undefined;
  readonly auth: 'on' | 'off';
  readonly loginUrl?: string | undefined;
  /** Tokens live in real time, whatever the app's clock was moved to. */
  readonly realClock: Clock;
}

const publicLoginUrl = 'https://login.microsoftonline.com';

/** Who we are for the Bot Connector. Complains where something is missing that no token can be had without. */
export function createCredentialsFactory(options: CredentialsOptions): CredentialsFactory {
  const { appId = '', password = '', tenantId = '' } = options;
  if (options.auth === 'off') return new ConfigurationServiceClientCredentialFactory({ MicrosoftAppId: '' });
  // Without an id the SDK would take unsigned activities, and without a tenant tokens of any organisation's app.
  if (!appId) throw new Error('MICROSOFT_APP_ID is not set');
  if (!tenantId) throw new Error('MICROSOFT_APP_TENANT_ID is not set');
  if (options.type === 'UserAssignedMSI') {
    return new ConfigurationServiceClientCredentialFactory({
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: tenantId,
      MicrosoftAppType: 'UserAssignedMSI',
    });
  }
  if (!password) throw new Error('MICROSOFT_APP_PASSWORD is not set');
  const credentials = createPasswordCredentials({
    appId,
    password,
    tokenUrl: `${(options.loginUrl ?? publicLoginUrl).replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    realClock: options.realClock,
  });
  return {
    isValidAppId: async (id) => id === appId,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => credentials,
  };
}

interface PasswordOptions {
  readonly appId: string;
  readonly password: string;
  readonly tokenUrl: string;
  readonly realClock: Clock;
}

/** A new token is fetched this long before the old one ends. */
const earlyMs = 5 * 60_000;

/**
 * Tokens by client credentials
 * (https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow). The SDK's own way asks for
 * one token per waiting message once the old one ends, has no time limit, and takes no authority but https.
 */
function createPasswordCredentials(options: PasswordOptions): Credentials {
  let token: { readonly value: string; readonly until: number } | undefined;
  let fetching: Promise<string> | undefined;

  async function current(): Promise<string> {
    if (token && token.until > options.realClock.now().getTime()) return token.value;
    fetching ??= renew().finally(() => {
      fetching = undefined;
    });
    return fetching;
  }

  async function renew(): Promise<string> {
    const answer = asRecord(await askForToken(options));
    if (typeof answer.access_token !== 'string')
      throw new PlatformError('unavailable', 'token: no token in the answer');
    const lifeMs = (Number(answer.expires_in) || 0) * 1000;
    const early = Math.min(earlyMs, lifeMs / 2);
    token = { value: answer.access_token, until: options.realClock.now().getTime() + lifeMs - early };
    return token.value;
  }

  return {
    async signRequest(request) {
      request.headers.set('Authorization', `Bearer ${await current()}`);
      return request;
    },
  };
}

async function askForToken({ appId, password, tokenUrl }: PasswordOptions): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(tokenUrl, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: appId,
        client_secret: password,
        scope: 'https://api.botframework.com/.default',
      }),
      redirect: 'error',
      signal: AbortSignal.timeout(callWithinMs),
    });
    if (answer.ok) return await answer.json();
    await answer.body?.cancel();
  } catch (error) {
    throw toPlatformError(error, 'token');
  }
  const code = answer.status === 429 ? 'rate_limited' : answer.status >= 500 ? 'unavailable' : 'unauthorized';
  throw new PlatformError(code, `token: HTTP status ${answer.status}`);
}
