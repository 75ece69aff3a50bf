import type restify from 'restify';
import type { Logger } from '../base/logger.ts';
import { type Words, wordsFor } from '../cards/words.ts';
import { type InstallResultView, installResultPage } from '../pages/installing.ts';
import { sendPage, setPageHeaders } from './headers.ts';

/*
 * `GET /slack/install` sends a browser to Slack, where a person says yes or no; Slack sends it back to
 * `GET /slack/oauth_redirect`. In between the browser keeps a secret of its own in a cookie that goes nowhere else. What
 * stands in the address that Slack sends it to is written to no log, and no page that is opened from there learns of it.
 */

export const installPath = '/slack/install';
export const redirectPath = '/slack/oauth_redirect';

/** What finishing an install can come to. */
type Trouble = 'refused' | 'past' | 'elsewhere' | 'garbled' | 'rejected' | 'unreachable' | 'failed';

type Outcome =
  | { readonly kind: 'installed'; readonly workspace: string; readonly address: string }
  | { readonly kind: 'unlisted'; readonly workspace: string; readonly id: string; readonly isTakenOut: boolean }
  | { readonly kind: Trouble };

/** The platform's side of it. */
export interface Installer {
  begin(): Promise<{ readonly address: string; readonly browser: string; readonly withinMs: number } | undefined>;
  finish(query: URLSearchParams, browser: string | undefined): Promise<Outcome>;
}

interface InstallOptions {
  readonly installer: Installer;
  /** Where people's browsers reach us over https. */
  readonly isSecure: boolean;
  readonly logger: Logger;
}

/** Slack's own are well under a thousand. */
const longestQuery = 4_000;

const statuses: Readonly<Record<Trouble | 'busy', number>> = {
  refused: 200,
  past: 410,
  elsewhere: 403,
  garbled: 400,
  rejected: 400,
  unreachable: 502,
  failed: 500,
  busy: 503,
};

export function mountInstall(server: restify.Server, { installer, isSecure, logger }: InstallOptions): void {
  const words = wordsFor('en');
  const cookie = createCookie(isSecure);

  server.get(installPath, async (_req: restify.Request, res: restify.Response) => {
    const begun = await installer.begin().catch((error: unknown) => {
      logger.error({ err: error }, 'an install could not be begun');
      return undefined;
    });
    if (!begun) return sendTrouble(words, res, 'busy');
    setPageHeaders(res);
    res.setHeader('Set-Cookie', cookie.keep(begun.browser, begun.withinMs));
    res.setHeader('Location', begun.address);
    res.sendRaw(302, '');
  });

  server.get(redirectPath, async (req: restify.Request, res: restify.Response) => {
    res.setHeader('Set-Cookie', cookie.forget());
    const outcome = await finish(req.getQuery(), cookie.read(req.headers.cookie));
    if (outcome.kind === 'installed') sendPage(res, 200, installResultPage(words, successView(words, outcome)));
    else if (outcome.kind === 'unlisted') sendPage(res, 403, installResultPage(words, unlistedView(words, outcome)));
    else sendTrouble(words, res, outcome.kind);
  });

  async function finish(query: string, browser: string | undefined): Promise<Outcome> {
    if (query.length > longestQuery) return { kind: 'garbled' };
    try {
      return await installer.finish(new URLSearchParams(query), browser);
    } catch (error) {
      logger.error({ err: error }, 'an install could not be finished');
      return { kind: 'failed' };
    }
  }
}

function successView(words: Words, { workspace, address }: Outcome & { kind: 'installed' }): InstallResultView {
  const title = workspace
    ? words('installing.installedTitle', { workspace })
    : words('installing.installedSomewhereTitle');
  return { title, text: words('installing.installed'), link: { address, label: words('installing.open') } };
}

function unlistedView(words: Words, { workspace, id, isTakenOut }: Outcome & { kind: 'unlisted' }): InstallResultView {
  const text = [
    words('installing.unlisted'),
    words(isTakenOut ? 'installing.unlistedOut' : 'installing.unlistedStill'),
    words('installing.unlistedAsk', { id }),
  ];
  const title = words('installing.unlistedTitle', { workspace: workspace || id });
  return { title, text: text.join(' '), link: { address: '/', label: words('installing.home') } };
}

function sendTrouble(words: Words, res: restify.Response, kind: Trouble | 'busy'): void {
  const link =
    kind === 'refused'
      ? { address: '/', label: words('installing.home') }
      : { address: installPath, label: words('installing.again') };
  const view = { title: words(`installing.${kind}Title`), text: words(`installing.${kind}`), link };
  sendPage(res, statuses[kind], installResultPage(words, view));
}

/**
 * `Lax`: it comes along when Slack sends the browser back, and with nothing that another site does behind it. `__Host-`:
 * no other host of the same domain can have set it.
 */
function createCookie(isSecure: boolean) {
  const name = isSecure ? '__Host-outloud-install' : 'outloud-install';
  const attributes = `Path=/; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
  return {
    keep: (value: string, forMs: number): string => `${name}=${value}; Max-Age=${forMs / 1000}; ${attributes}`,
    forget: (): string => `${name}=; Max-Age=0; ${attributes}`,
    read(header: string | undefined): string | undefined {
      const values = (header ?? '')
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`));
      return values.length === 1 ? values[0]?.slice(name.length + 1) : undefined;
    },
  };
}
