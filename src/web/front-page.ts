import type restify from 'restify';
import { wordsFor } from '../cards/words.ts';
import { type FrontView, frontPage } from '../pages/installing.ts';
import { sendPage } from './headers.ts';

/** What stands at `/` of a connected Outloud: what this is, what it may do, and how to add it. */
export function mountFrontPage(server: restify.Server, view: FrontView): void {
  const page = frontPage(wordsFor('en'), view);
  server.get('/', async (_req: restify.Request, res: restify.Response) => sendPage(res, 200, page));
}
