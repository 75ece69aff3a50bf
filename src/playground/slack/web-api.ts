import { timingSafeEqual } from 'node:crypto';
import { messageOf } from '../../base/errors.ts';
import type { Logger } from '../../base/logger.ts';
import { asText, type JsonObject, parseObject } from '../json.ts';
import type { Records } from '../store.ts';
import { type Exchange, readBody, send, sendJson } from '../web.ts';
import { parseCall, readArguments } from './arguments.ts';
import type { Method } from './chat-methods.ts';
import { SlackRefusal } from './errors.ts';
import type { SlackOAuth } from './oauth.ts';
import type { ResponseUrls } from './response-urls.ts';

const largestBody = 1024 * 1024;

export interface WebApiOptions {
  readonly records: Records;
  readonly botToken: string;
  readonly methods: Readonly<Record<string, Method>>;
  /** Installs by OAuth, beside the one by hand. */
  readonly oauth: Pick<SlackOAuth, 'methods' | 'targetOf'>;
  readonly responseUrls: ResponseUrls;
  readonly logger: Logger;
}

export interface WebApi {
  call(method: string, exchange: Exchange): Promise<void>;
  respond(id: string, exchange: Exchange): Promise<void>;
}

/** What `@slack/web-api` and Bolt's `respond` talk to. Every answer waits until what it changed is saved. */
export function createWebApi({ records, botToken, methods, oauth, responseUrls, logger }: WebApiOptions): WebApi {
  function run(name: string, body: string, { req, query }: Exchange): JsonObject {
    const values = parseCall(body, req.headers['content-type'] ?? '', query);
    if (Object.hasOwn(oauth.methods, name)) return oauth.methods[name]?.(readArguments(values)) ?? {};
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new SlackRefusal('unknown_method', { req_method: name });
    const token = bearer(req.headers.authorization) ?? asText(values.token);
    if (token === '') throw new SlackRefusal('not_authed');
    if (!same(token, botToken)) oauth.targetOf(token);
    return method(readArguments(values));
  }

  return {
    async call(name, exchange) {
      const body = await readBody(exchange.req, largestBody);
      if (!body) return sendJson(exchange.res, 413, { ok: false, error: 'request_too_large' });
      try {
        const answer = run(name, body.toString('utf8'), exchange);
        await records.commit();
        sendJson(exchange.res, 200, { ok: true, ...answer });
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        logger.debug({ method: name, error: error.code }, 'the local Slack refused a call');
        sendJson(exchange.res, 200, { ok: false, error: error.code, ...error.details });
      }
    },
    async respond(id, exchange) {
      const body = await readBody(exchange.req, largestBody);
      const parsed = body && parseObject(body.toString('utf8'));
      if (!parsed) return send(exchange.res, 400, 'invalid_payload', 'text/plain');
      try {
        responseUrls.use(id, parsed);
        await records.commit();
        send(exchange.res, 200, 'ok', 'text/plain');
      } catch (error) {
        if (!(error instanceof SlackRefusal)) throw error;
        logger.debug({ error: messageOf(error) }, 'the local Slack refused an answer');
        const status = error.code === 'expired_url' || error.code === 'used_url' ? 404 : 400;
        sendJson(exchange.res, status, { ok: false, error: error.code });
      }
    },
  };
}

function bearer(header: string | undefined): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(header ?? '')?.[1];
}

function same(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
