import { Gauge, Histogram, type Registry } from 'prom-client';
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

/** Beyond this many requests under way the next is refused before it is read: what waits here is held in memory. */
const mostAtOnce = 1_000;
const tryAgainAfterSeconds = 2;
/** These say how it is, above all when there is too much. */
const alwaysAnswered: readonly (string | undefined)[] = ['/healthz', '/readyz', '/metrics'];

/** How long a request that is under way is waited for when stopping; every one is answered sooner. */
const closingPatienceMs = 3_000;

/** Longer than proxies keep their connections (60 seconds, mostly): one that they use again must not just have ended. */
const keptAliveMs = 65_000;

/** Who takes longer to say what they want is cut off (408); Node looks every 30 seconds. Each route bounds its own body. */
const headersWithinMs = 10_000;
const requestWithinMs = 30_000;

interface WebServerOptions {
  readonly logger: Logger;
  readonly registry: Registry;
  readonly mostUnderWay?: number;
}

export function createWebServer({ logger, registry, mostUnderWay = mostAtOnce }: WebServerOptions): WebServer {
  const routes = restify.createServer({
    name: 'outloud',
    handleUncaughtExceptions: false,
    formatters: {
      'application/json': (_req: unknown, _res: unknown, body: unknown) => JSON.stringify(publicBody(body)),
    },
  } as restify.ServerOptions);
  routes.server.keepAliveTimeout = keptAliveMs;
  routes.server.headersTimeout = headersWithinMs;
  routes.server.requestTimeout = requestWithinMs;
  let isOpen = false;
  let isClosing = false;
  let underWay = 0;

  routes.pre((req, res, next) => {
    underWay += 1;
    res.once('close', () => {
      underWay -= 1;
      // Its connection would be kept for a next request that is not wanted any more.
      if (isClosing) setImmediate(() => routes.server.closeIdleConnections());
    });
    res.setHeader('X-Content-Type-Options', 'nosniff');
    const refusal = whyNot(req.url);
    if (refusal === undefined) return next();
    res.setHeader('Retry-After', tryAgainAfterSeconds);
    res.send(503, { error: refusal });
    return next(false);
  });
  measure(routes, registry, () => underWay);
  routes.on('restifyError', (req: restify.Request, _res: restify.Response, error: Error, done: () => void) => {
    const status = statusOf(error);
    // The route's pattern: the address of a page holds the key to it.
    if (status >= 500) logger.error({ err: error, route: req.getRoute()?.path }, 'a request failed');
    done();
  });

  function whyNot(address: string | undefined): string | undefined {
    if (!isOpen) return address === '/healthz' ? undefined : 'Starting. Try again in a second.';
    if (underWay <= mostUnderWay || alwaysAnswered.includes(address)) return undefined;
    return 'Many people are here at once. Try again in a moment.';
  }

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
        isClosing = true;
        const force = setTimeout(() => routes.server.closeAllConnections(), closingPatienceMs);
        routes.server.close(() => {
          clearTimeout(force);
          resolve();
        });
        routes.server.closeIdleConnections();
      }),
  };
}

function measure(routes: restify.Server, registry: Registry, underWay: () => number): void {
  const seconds = new Histogram({
    name: 'outloud_http_seconds',
    help: 'Requests: how long until they were answered, by route and status',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  routes.on('after', (req: restify.Request, res: restify.Response, route: restify.Route | null) => {
    const took = (Date.now() - req.time()) / 1000;
    seconds.observe({ route: route ? String(route.spec.path) : 'none', status: res.statusCode }, took);
  });
  registry.registerMetric(
    new Gauge({
      name: 'outloud_http_under_way',
      help: 'Requests that are not answered yet',
      registers: [],
      collect() {
        this.set(underWay());
      },
    }),
  );
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
