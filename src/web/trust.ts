import type restify from 'restify';
import type { Clock } from '../base/clock.ts';
import { wordsFor } from '../cards/words.ts';
import { dpiaStarter } from '../pages/dpia-starter.ts';
import { starterPath, type TrustView, trustPage } from '../pages/trust.ts';
import { sendPage } from './headers.ts';

/** `/trust`, open to everyone: it holds no secret and names nobody. */
export function mountTrust(server: restify.Server, view: TrustView, clock: Clock): void {
  const words = wordsFor('en');
  const page = trustPage(words, view);
  server.get('/trust', async (_req: restify.Request, res: restify.Response) => sendPage(res, 200, page));
  server.get(starterPath, async (_req: restify.Request, res: restify.Response) => {
    res.setHeader('Content-Disposition', 'attachment; filename="outloud-dpia-starter.html"');
    sendPage(res, 200, dpiaStarter(words, view, clock.now()));
  });
}
