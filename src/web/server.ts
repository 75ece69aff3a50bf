import restify from 'restify';
import { messageOf } from '../base/errors.ts';
import type { Logger } from '../base/logger.ts';

export interface WebServer {
  /** Where adapters and pages add their routes. */
  readonly routes: restify.Server;
  /** Listens; until `open` is called every route but `/healthz` answers 503. Resolves to the port. */
  listen(port: number, host: string): Promise<number>;
  open(): void;
  /** Takes nothing new, finishes what runs, ends connections that idle. */
  close(): Promise<void>;
}

/** How long a request that is under way is waited for when stopping, in milliseconds. */
const closingPatienceMs = 4_000;

export function createWebServer(logger: Logger): WebServer {
  const routes = restify.createServer({
    name: 'outloud',
    handleUncaughtExceptions: false,
    formatters: {
      'application/json': (_req: unknown, _res: unknown, body: unknown) => JSON.stringify(publicBody(body)),
    },
  } as restify.ServerOptions);
  let isOpen = false;

  routes.pre((req, res, next) => {
    if (isOpen || req.url === '/healthz') return next();
    res.setHeader('Retry-After', '1');
    res.send(503, { error: 'Starting. Try again in a second.' });
    return next(false);
  });
  routes.on('restifyError', (req: restify.Request, _res: restify.Response, error: Error, done: () => void) => {
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, route: req.path() }, 'a request failed');
    done();
  });

  return {
    routes,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        // restify hands the HTTP server's errors on as its own.
        routes.once('error', reject);
        routes.listen(port, host, () => {
          routes.removeListener('error', reject);
          const address = routes.address();
          resolve(typeof address === 'object' ? address.port : port);
        });
      }),
    open() {
      isOpen = true;
    },
    close: () =>
      new Promise((resolve) => {
        const force = setTimeout(() => routes.server.closeAllConnections(), closingPatienceMs);
        routes.server.close(() => {
          clearTimeout(force);
          resolve();
        });
        routes.server.closeIdleConnections();
      }),
  };
}

function statusOf(error: Error): number {
  return 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
}

/** A failure's own words stay in the log. */
function publicBody(body: unknown): unknown {
  if (!(body instanceof Error)) return body;
  const status = statusOf(body);
  return { error: status >= 500 ? 'Something went wrong on our side.' : messageOf(body) };
}
