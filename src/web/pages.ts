import type { Transaction } from 'kysely';
import type restify from 'restify';
import type { Clock } from '../base/clock.ts';
import type { Logger } from '../base/logger.ts';
import { wellFormed } from '../base/well-formed.ts';
import { type Words, wordsFor } from '../cards/words.ts';
import type { Page, ShownPage } from '../features/feature.ts';
import { noticePage } from '../pages/notice.ts';
import type { Database } from '../storage/schema.ts';
import { sendPage, setPageHeaders } from './headers.ts';
import type { SignedLinks } from './signed-link.ts';

/*
 * Pages of the features, at `/pages/NAME/KEY`. The key is a signed link: it says who looks, and for how long. The
 * answer is theirs alone, so nothing on the way may keep it, and no address that they go on to learns the key.
 */

interface PagesOptions {
  readonly pages: readonly Page[];
  readonly links: SignedLinks;
  readonly transaction: <T>(work: (trx: Transaction<Database>) => Promise<T>) => Promise<T>;
  readonly clock: Clock;
  readonly logger: Logger;
}

interface Answer {
  readonly status: number;
  readonly shown: ShownPage;
}

const prefix = '/pages/';

export function mountPages(server: restify.Server, options: PagesOptions): void {
  const { pages, links, clock, logger } = options;

  // A parameter of a route may have 100 characters; a key has more.
  server.get(`${prefix}*`, async (req: restify.Request, res: restify.Response) => {
    const [name = '', key = '', ...more] = req.path().slice(prefix.length).split('/');
    try {
      const found = more.length === 0 ? key : '';
      send(res, await answer(name, found, readQuery(req.getQuery())));
    } catch (error) {
      logger.error({ err: error, page: name }, 'a page could not be shown');
      send(res, notice(wordsFor('en'), 500, 'failed'));
    }
  });

  async function answer(name: string, key: string, query: URLSearchParams): Promise<Answer> {
    const now = clock.now();
    const page = pages.find((each) => each.name === name);
    const opened = page ? links.open(key, name, now) : 'forged';
    if (!page || opened === 'forged') return notice(wordsFor('en'), 404, 'forged');
    if (opened === 'expired') return notice(wordsFor('en'), 410, 'expired');
    return options.transaction(async (trx) => {
      const person = await trx.selectFrom('person').select('locale').where('id', '=', opened).executeTakeFirst();
      const words = wordsFor(person?.locale);
      const shown = person && (await page.show({ trx, now, words, person: opened, query }));
      return shown ? { status: 200, shown } : notice(words, 404, 'gone');
    });
  }
}

/** What is asked for goes into the database. */
function readQuery(query: string): URLSearchParams {
  return new URLSearchParams(wellFormed([...new URLSearchParams(query)]));
}

function notice(words: Words, status: number, about: 'forged' | 'expired' | 'gone' | 'failed'): Answer {
  const view = { title: words(`pages.${about}Title`), text: words(`pages.${about}`) };
  return { status, shown: { kind: 'page', html: noticePage(words, view) } };
}

function send(res: restify.Response, { status, shown }: Answer): void {
  if (shown.kind === 'file') {
    setPageHeaders(res);
    res.setHeader('Content-Type', shown.type);
    res.setHeader('Content-Disposition', `attachment; filename="${shown.name}"`);
    res.sendRaw(status, shown.content);
  } else sendPage(res, status, shown.html);
}
