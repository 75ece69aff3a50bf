/*
 * Slack's own reading of a message, written from its documentation and not from our code: which words people see, whom
 * it calls, which links it makes (https://docs.slack.dev/messaging/formatting-message-text).
 */

export interface Seen {
  words: string;
  readonly mentions: string[];
  readonly links: string[];
}

/** A message's top-level `text`. `parse` is the argument of the call. */
export function seeText(text: string, parse: unknown): Seen {
  const seen: Seen = { words: '', mentions: [], links: [] };
  seeMarkup(seen, text, parse === 'none');
  return seen;
}

export function seeBlocks(blocks: unknown): Seen {
  const seen: Seen = { words: '', mentions: [], links: [] };
  seeBlock(seen, blocks);
  return seen;
}

function seeBlock(seen: Seen, value: unknown): void {
  if (Array.isArray(value)) {
    for (const one of value) seeBlock(seen, one);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const block = value as Record<string, unknown>;
  const text = typeof block.text === 'string' ? block.text : '';
  if (block.type === 'mrkdwn') seeMarkup(seen, text, block.verbatim === true);
  else if (block.type === 'plain_text' || block.type === 'text') seen.words += text;
  else seeOther(seen, block);
}

function seeOther(seen: Seen, block: Record<string, unknown>): void {
  if (block.type === 'markdown') throw new TypeError('a markdown block makes links of what people write');
  if (block.type === 'link') seen.links.push(String(block.url));
  if (['user', 'usergroup', 'broadcast', 'channel'].includes(String(block.type)))
    seen.mentions.push(JSON.stringify(block));
  if (typeof block.url === 'string' && block.type !== 'link') seen.links.push(block.url);
  for (const inner of Object.values(block)) seeBlock(seen, inner);
}

function seeMarkup(seen: Seen, text: string, isVerbatim: boolean): void {
  for (const [, inside = ''] of text.matchAll(/<([^<>]*)>/g)) {
    if (/^[@!#]/.test(inside)) seen.mentions.push(inside);
    else seen.links.push(inside);
  }
  const rest = text.replace(/<([^<>]*)>/g, '');
  if (!isVerbatim) {
    seen.mentions.push(...(rest.match(/(?<!\w)[@#]\w+/g) ?? []));
    seen.links.push(...(rest.match(/https?:\/\/\S+/g) ?? []));
  }
  seen.words += text.replace(/&(lt|gt|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? '');
}
