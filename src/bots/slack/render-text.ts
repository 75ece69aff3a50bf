import { clean, cut } from './blocks/characters.ts';
import { slackLimits } from './limits.ts';

/** The three characters that mean something in Slack's texts (https://docs.slack.dev/messaging/formatting-message-text). */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Plain words as a message's top-level `text`: cut between characters where too long, then escaped. */
export function renderText(text: string): string {
  return escapeText(cut(clean(text), slackLimits.messageText));
}
