import type restify from 'restify';

/** What stands at `/` of a connected Outloud: what this is, and how to add it. */
export function mountFrontPage(server: restify.Server, connected: readonly string[]): void {
  const page = `<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Outloud</title>
<style>body{font:18px/1.5 system-ui,sans-serif;max-width:36rem;margin:4rem auto;padding:0 1rem;color:#1d2433}</style></head>
<body><main>
<h1>Outloud</h1>
<p>Outloud helps the staff of this organisation learn from each other, inside ${connected.join(' and ')}.
There is nothing to do on this page.</p>
<h2>How to add it</h2>
<p>In Slack, invite it to a channel with <code>/invite @Outloud</code>, then type <code>/outloud setup</code>.
In Teams, add the app to a team, then type <code>@Outloud setup</code> in a channel.
If you cannot find it there, ask whoever runs it for you.</p>
</main></body></html>`;
  server.get('/', async (_req, res) => {
    res.setHeader('Content-Type', 'text/html; charset=utf-8');
    res.setHeader('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'");
    res.sendRaw(200, page);
  });
}
