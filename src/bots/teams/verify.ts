import { ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../base/errors.ts';
import { type Activity, asRecord, tenantOfActivity } from './activity.ts';
import type { CredentialsFactory } from './credentials.ts';
import { createServiceHosts, isOnThisMachine } from './service-hosts.ts';

export interface VerifyOptions {
  readonly auth: 'on' | 'off';
  readonly appId?: string | undefined;
  /** The organisations whose people may use it. */
  readonly allowedTenants: readonly string[];
  readonly openIdMetadataUrl?: string | undefined;
  readonly credentials: CredentialsFactory;
  /** Tokens live in real time, whatever the app's clock was moved to. */
  readonly realClock: Clock;
}

/** Why an activity is not believed: the HTTP status, and words for the log. */
interface Disbelief {
  readonly status: 401 | 403 | 503;
  readonly why: string;
}

export interface Verifier {
  /** For the SDK's own adapter, which asks once more; a token that was just verified is remembered. */
  readonly authentication: ConfigurationBotFrameworkAuthentication;
  /** Absent when it is from Teams, for us, and from our organisation. */
  whyNotTeams(activity: Activity, authorization: string | undefined): Promise<Disbelief | undefined>;
}

const issuer = 'https://api.botframework.com';
const publicMetadataUrl = 'https://login.botframework.com/v1/.well-known/openidconfiguration';

export function createVerifier(options: VerifyOptions): Verifier {
  const metadata = options.openIdMetadataUrl ?? publicMetadataUrl;
  const services = createServiceHosts(options);
  const authentication = new RememberingAuthentication(
    {
      ValidateAuthority: true,
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: issuer,
      ToBotFromChannelTokenIssuer: issuer,
      OAuthUrl: issuer,
      ToBotFromChannelOpenIdMetadataUrl: metadata,
      ToBotFromEmulatorOpenIdMetadataUrl: metadata,
      CallerId: 'urn:botframework:azure',
    },
    options.credentials,
  );
  authentication.realClock = options.realClock;

  return {
    authentication,
    async whyNotTeams(activity, authorization) {
      if (options.auth === 'off') return whyNotEmulator(activity);
      // Before anything else: by the channel's name the SDK picks how it verifies.
      if (activity.channelId !== 'msteams') return { status: 403, why: 'another channel than Teams' };
      if (!services.allow(activity.serviceUrl))
        return { status: 403, why: "a service address that is not Microsoft's" };
      const implausible = whyImplausible(authorization, options);
      if (implausible) return { status: 401, why: implausible };
      try {
        const { claimsIdentity } = await authentication.authenticateRequest(activity, authorization ?? '');
        // The SDK takes an emulator's tokens as well, and those of other bots; it does not look at their service address.
        if (claimsIdentity.getClaimValue('iss') !== issuer) return { status: 401, why: 'another issuer' };
        if (claimsIdentity.getClaimValue('serviceurl') !== activity.serviceUrl) {
          return { status: 401, why: 'another service address than the token says' };
        }
      } catch (error) {
        return isOutage(error)
          ? { status: 503, why: `the keys to verify tokens could not be fetched: ${messageOf(error)}` }
          : { status: 401, why: messageOf(error) };
      }
      return isAllowed(tenantOfActivity(activity), options.allowedTenants)
        ? undefined
        : { status: 403, why: 'an organisation that is not allowed' };
    },
  };
}

/** The difference between clocks that the SDK allows. */
const skewSeconds = 5 * 60;

/**
 * What can be seen of a token without its signature, which the SDK then verifies with all of this once more. It spares
 * the work for what is obviously not for us, and the SDK writes to the console about each token that it refuses.
 */
function whyImplausible(authorization: string | undefined, { appId, realClock }: VerifyOptions): string | undefined {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]*$/.exec(authorization ?? '') ?? [];
  if (!payload) return 'no token';
  const { iss, aud, exp, nbf } = claimsIn(payload);
  const now = realClock.now().getTime() / 1000;
  if (iss !== issuer) return 'another issuer';
  if (aud !== appId) return 'another audience';
  if (typeof exp !== 'number' || exp < now - skewSeconds) return 'expired';
  return typeof nbf === 'number' && nbf > now + skewSeconds ? 'not yet valid' : undefined;
}

function claimsIn(payload: string): Record<string, unknown> {
  try {
    return asRecord(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return {};
  }
}

/** Unsigned activities are for a local emulator alone, so answers to them stay on this machine. */
function whyNotEmulator({ channelId, serviceUrl }: Activity): Disbelief | undefined {
  if (channelId !== 'msteams' && channelId !== 'emulator') return { status: 403, why: 'another channel than Teams' };
  return isOnThisMachine(serviceUrl)
    ? undefined
    : { status: 403, why: 'a service address that is not on this machine' };
}

function isAllowed(tenant: string | undefined, allowed: readonly string[]): boolean {
  return tenant !== undefined && allowed.some((each) => each.toLowerCase() === tenant.toLowerCase());
}

/** The keys, not the token, are what is wrong. */
function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'FetchError' || ('statusCode' in error && error.statusCode === 500);
}

type Authenticated = Awaited<ReturnType<ConfigurationBotFrameworkAuthentication['authenticateRequest']>>;
type UserTokenClient = ReturnType<ConfigurationBotFrameworkAuthentication['createUserTokenClient']>;
type SdkActivity = Parameters<ConfigurationBotFrameworkAuthentication['authenticateRequest']>[0];
type Identity = Authenticated['claimsIdentity'];

const mostTokens = 1000;
const longestMs = 3_600_000;

/**
 * Verifying a token costs more than all the rest of a request, and Teams sends the same one for an hour. A token that
 * was verified is believed until it ends, for the same channel and service address only.
 */
class RememberingAuthentication extends ConfigurationBotFrameworkAuthentication {
  realClock: Clock | undefined;
  readonly #verified = new Map<string, { readonly until: number; readonly result: Authenticated }>();
  readonly #userTokenClients = new Map<string, UserTokenClient>();

  override async authenticateRequest(
    activity: Pick<Activity, 'channelId' | 'serviceUrl'>,
    authorization: string,
  ): Promise<Authenticated> {
    const key = [activity.channelId, activity.serviceUrl, authorization].join('\n');
    const now = this.realClock?.now().getTime() ?? Date.now();
    const known = this.#verified.get(key);
    if (known && known.until > now) return known.result;
    this.#verified.delete(key);
    const result = await super.authenticateRequest(activity as SdkActivity, authorization);
    rememberConnectors(result);
    if (this.#verified.size >= mostTokens) this.#verified.clear();
    this.#verified.set(key, { until: Math.min(endOf(result.claimsIdentity, now), now + longestMs), result });
    return result;
  }

  override createUserTokenClient(identity: Identity): UserTokenClient {
    const key = identity.getClaimValue('aud') ?? '';
    const known = this.#userTokenClients.get(key);
    if (known) return known;
    const made = super.createUserTokenClient(identity);
    if (this.#userTokenClients.size < mostTokens) this.#userTokenClients.set(key, made);
    return made;
  }
}

function endOf(identity: Identity, now: number): number {
  const seconds = Number(identity.getClaimValue('exp'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : now + longestMs;
}

/** The SDK makes a new client for every activity, though its address and token are the same. */
function rememberConnectors({ connectorFactory }: Authenticated): void {
  if (!connectorFactory) return;
  const make = connectorFactory.create.bind(connectorFactory);
  const made = new Map<string, ReturnType<typeof make>>();
  connectorFactory.create = (serviceUrl, audience) => {
    const key = `${serviceUrl}\n${audience}`;
    const known = made.get(key) ?? make(serviceUrl, audience);
    made.set(key, known);
    return known;
  };
}
