/** Which addresses Slack may be given: complete web addresses; in links also mail. */

const LONGEST = 3000;

/** The address as Slack takes it, or `undefined` for templates, relative, `data:` and app-scheme ones. */
export function webAddress(value: unknown): string | undefined {
  const url = parse(value);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== ''
    ? serialised(url)
    : undefined;
}

export function linkAddress(value: unknown): string | undefined {
  const url = parse(value);
  return url?.protocol === 'mailto:' && url.pathname.includes('@') ? serialised(url) : webAddress(value);
}

function parse(value: unknown): URL | undefined {
  if (typeof value !== 'string' || value.includes('${') || value.includes('{{')) return undefined;
  const text = value.trim();
  return /^(https?:\/\/|mailto:)/i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
}

function serialised(url: URL): string | undefined {
  const href = url.href.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E');
  return href.length <= LONGEST ? href : undefined;
}
