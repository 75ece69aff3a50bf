import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody as readWhole } from '../base/request-body.ts';

/** One request, far enough read to be answered. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly method: string;
  /** Still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export function exchange(req: IncomingMessage, res: ServerResponse): Exchange {
  const url = req.url ?? '/';
  const mark = url.indexOf('?');
  return {
    req,
    res,
    method: req.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
  };
}

/**
 * Why a request may not be answered, if it may not. The playground acts as anybody, so it listens to this machine
 * alone, not to a foreign page in this machine's browser: neither by a name that was pointed here (the Host header)
 * nor by a form or script that posts here (the Origin header).
 */
export function refusal(req: IncomingMessage): string | undefined {
  if (!isLoopbackAddress(req.socket.remoteAddress)) return 'The playground answers this machine only.';
  const host = req.headers.host;
  if (!host || !isLoopbackHost(host)) return 'Open the playground at http://localhost or http://127.0.0.1.';
  if (req.method === 'GET' || req.method === 'HEAD') return undefined;
  const { origin } = req.headers;
  if (origin !== undefined && origin !== `http://${host}`) return 'Another site may not act in the playground.';
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') {
    return 'Another site may not act in the playground.';
  }
  return undefined;
}

function isLoopbackAddress(address: string | undefined): boolean {
  if (!address) return false;
  const v4 = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
  return v4 === '::1' || v4.startsWith('127.');
}

function isLoopbackHost(host: string): boolean {
  return /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i.test(host);
}

const bodyWithinMs = 10_000;

/** The whole body, or nothing where it is larger than allowed, or does not come. */
export async function readBody(req: IncomingMessage, longest: number): Promise<Buffer | undefined> {
  const body = await readWhole(req, { longest, withinMs: bodyWithinMs });
  return typeof body === 'string' ? undefined : body;
}

export function send(res: ServerResponse, status: number, body: string | Buffer, type: string): void {
  if (res.headersSent) return;
  res.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  res.end(body);
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  send(res, status, JSON.stringify(body), 'application/json; charset=utf-8');
}

/** What the app answered to a request of ours. */
export interface Answer {
  /** 0: it could not be reached; -1: it took too long. */
  readonly status: number;
  readonly text: string;
}

/** Sends a request to the app as the service would, and waits no longer than the service does. */
export async function ask(url: string, init: RequestInit, patienceMs: number): Promise<Answer> {
  try {
    const response = await fetch(url, {
      ...init,
      method: 'POST',
      redirect: 'manual',
      signal: AbortSignal.timeout(patienceMs),
    });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: error instanceof Error && error.name === 'TimeoutError' ? -1 : 0, text: '' };
  }
}

export function isSuccess(answer: Answer): boolean {
  return answer.status >= 200 && answer.status < 300;
}

/** How it failed, for a person. */
export function failureWords(answer: Answer): string {
  if (answer.status === -1) return 'Outloud did not answer in time.';
  if (answer.status === 0) return 'Outloud could not be reached.';
  return `Outloud answered with status ${answer.status}.`;
}
