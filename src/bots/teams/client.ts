import { ConnectorClient, type ConnectorClientOptions, TeamsConnectorClient } from 'botframework-connector';
import { wellFormed } from '../../base/well-formed.ts';
import { fromResponse, toPlatformError } from './errors.ts';
import { callWithinMs } from './limits.ts';

type Credentials = ConstructorParameters<typeof ConnectorClient>[0];
type Conversations = ConnectorClient['conversations'];
type Teams = TeamsConnectorClient['teams'];
type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>;

export interface Connector {
  /** One call, one try; every failure is a `PlatformError` that names the call. */
  call<T>(name: string, serviceUrl: string, make: (conversations: Conversations) => Promise<T>): Promise<T>;
  /** The same for what only Teams has. */
  callTeams<T>(name: string, serviceUrl: string, make: (teams: Teams) => Promise<T>): Promise<T>;
}

/** A few: one a region, and the playground's. */
const mostClients = 50;

export function createConnector(options: { credentials: Credentials; callWithinMs?: number }): Connector {
  const httpClient = createHttpClient(options.callWithinMs ?? callWithinMs);
  const settings = (baseUri: string) => ({ baseUri, httpClient, userAgent: 'Outloud' });
  const clientFor = remember((url) => new ConnectorClient(options.credentials, settings(url)).conversations);
  const teamsFor = remember((url) => new TeamsConnectorClient(options.credentials, settings(url)).teams);

  return {
    call: (name, serviceUrl, make) => translated(name, () => make(clientFor(serviceUrl))),
    callTeams: (name, serviceUrl, make) => translated(name, () => make(teamsFor(serviceUrl))),
  };
}

async function translated<T>(name: string, call: () => Promise<T>): Promise<T> {
  try {
    // Names in it go into the database.
    return wellFormed(await call());
  } catch (error) {
    throw toPlatformError(error, name);
  }
}

function remember<T>(make: (serviceUrl: string) => T): (serviceUrl: string) => T {
  const made = new Map<string, T>();
  return (serviceUrl) => {
    const known = made.get(serviceUrl) ?? make(serviceUrl);
    if (made.size >= mostClients) made.clear();
    made.set(serviceUrl, known);
    return known;
  };
}

/**
 * One request, one try. Left alone, the SDK's client tries 429, every 5xx and broken connections three times more, so
 * that a post may stand there twice; what is thrown here instead of returned ends its loop. It has no time limit either.
 */
function createHttpClient(withinMs: number): HttpClient {
  return {
    async sendRequest(request) {
      const call = `${request.method} ${pathOf(request.url)}`;
      const { status, headers, body } = await send(request, withinMs).catch((error: unknown) => {
        throw toPlatformError(error, call);
      });
      if (status < 200 || status > 299) throw fromResponse(call, status, { headers, body });
      const received = request.headers.clone();
      for (const name of received.headerNames()) received.remove(name);
      received.set('content-type', headers.get('content-type') ?? 'application/json');
      return { request, status, headers: received, bodyAsText: body };
    },
  };
}

async function send(request: Parameters<HttpClient['sendRequest']>[0], withinMs: number) {
  const answer = await fetch(request.url, {
    method: request.method,
    headers: request.headers.rawHeaders(),
    ...(typeof request.body === 'string' && { body: request.body }),
    // Our token goes nowhere but where a verified activity came from.
    redirect: 'error',
    signal: AbortSignal.timeout(withinMs),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** For the log: which call it was, without the ids of people and chats. */
function pathOf(url: string): string {
  const [, path = ''] = /\/(v3\/[^?]*)/.exec(url) ?? [];
  return path.replace(/(conversations|activities)\/[^/]+/g, '$1/…');
}
