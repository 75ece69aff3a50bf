import type { CloudAdapter } from 'botbuilder';
import type restify from 'restify';
import { parseJson } from '../../base/json.ts';
import type { Logger } from '../../base/logger.ts';
import { readBody } from '../../base/request-body.ts';
import { wellFormed } from '../../base/well-formed.ts';
import { Busy } from '../../chat/bot.ts';
import { type Activity, readActivity } from './activity.ts';
import { bodyWithinMs, longestBody, sendAgainAfterSeconds } from './limits.ts';
import type { Routes } from './routes.ts';
import type { Verifier } from './verify.ts';

interface MountOptions {
  readonly adapter: CloudAdapter;
  readonly verifier: Verifier;
  readonly auth: 'on' | 'off';
  readonly logger: Logger;
  readonly routes: Pick<Routes, 'run'>;
}

/** `POST /api/messages`. Its body is read here and nowhere else: other routes need theirs as it came. */
export function mountTeams(server: restify.Server, options: MountOptions): void {
  server.post('/api/messages', async (req: restify.Request, res: restify.Response) => {
    const read = await readRequest(req, options.auth);
    if ('status' in read) return refuse(res, read);
    const disbelief = await options.verifier.whyNotTeams(read.activity, req.headers.authorization);
    if (disbelief) {
      const level = disbelief.status === 503 ? 'error' : 'warn';
      options.logger[level]({ why: disbelief.why }, 'an activity was refused');
      return refuse(res, { status: disbelief.status, message: refusals[disbelief.status] });
    }
    // An emulator speaks as Teams does; the SDK gives dialogs to `msteams` alone.
    req.body = Object.assign(read.body, { channelId: 'msteams' });
    const answer = await process(req, read.activity, options);
    if ('message' in answer) return refuse(res, answer);
    res.send(answer.status, answer.body);
  });
}

/** What the SDK would answer, or why not: it says 200 to a message whatever became of it. */
async function process(req: restify.Request, activity: Activity, options: MountOptions): Promise<Answer | Refusal> {
  let answer: Answer = { status: 200 };
  let refusal: Refusal | undefined;
  const response = {
    socket: undefined,
    status: (status: number) => (answer = { ...answer, status }),
    send: (body: unknown) => (answer = { ...answer, body }),
    header: () => undefined,
    end: () => undefined,
  };
  await options.adapter.process(req, response, async (context) => {
    try {
      await options.routes.run(context, activity);
    } catch (error) {
      if (activity.type === 'invoke') throw error;
      options.logger[error instanceof Busy ? 'debug' : 'warn'](
        { err: error },
        'an activity was not taken; Teams sends it again',
      );
      refusal = { status: 503, message: 'Many people are here at once. Please send this again.' };
    }
  });
  return refusal ?? answer;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const refusals = {
  401: 'This needs a token of the Bot Connector service.',
  403: 'This is for activities of Microsoft Teams, from the organisation that this app belongs to.',
  503: 'Tokens cannot be verified at the moment.',
} as const;

interface Refusal {
  readonly status: number;
  readonly message: string;
}

const unread: Readonly<Record<'large' | 'slow' | 'broken', Refusal>> = {
  large: { status: 413, message: `An activity has at most ${longestBody} bytes.` },
  slow: { status: 408, message: 'The body took too long.' },
  broken: { status: 400, message: 'The body broke off.' },
};

type Read = { readonly activity: Activity; readonly body: object } | Refusal;

async function readRequest(req: restify.Request, auth: 'on' | 'off'): Promise<Read> {
  // A page in this machine's browser can send anything here unasked, but not as JSON.
  if (auth === 'off' && !/^application\/(?:[\w.]+\+)?json\b/i.test(req.headers['content-type'] ?? '')) {
    return { status: 415, message: 'An activity is JSON: content-type application/json.' };
  }
  if (!['', 'identity'].includes(req.headers['content-encoding'] ?? '')) {
    return { status: 415, message: 'Compressed bodies are not taken.' };
  }
  const raw = await readBody(req, { longest: longestBody, withinMs: bodyWithinMs });
  if (typeof raw === 'string') return unread[raw];
  const body = wellFormed(parseJson(raw.toString('utf8')));
  if (typeof body !== 'object' || body === null) {
    return { status: 400, message: 'An activity is a JSON object, and not nested deep.' };
  }
  const read = readActivity(body);
  if ('wrong' in read) return { status: 400, message: `This is no activity. Missing or wrong: ${read.wrong}` };
  return { activity: read.activity, body };
}

function refuse(res: restify.Response, { status, message }: Refusal): void {
  if (status === 503) res.setHeader('Retry-After', sendAgainAfterSeconds);
  // The rest of it is not waited for.
  if (status === 408) res.setHeader('Connection', 'close');
  res.send(status, { error: { code: String(status), message } });
}
