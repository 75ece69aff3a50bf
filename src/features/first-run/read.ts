import type { Words } from '../../cards/words.ts';
import type { ConversationId } from '../../chat/ids.ts';
import { tidyName } from '../../people/store.ts';
import { widestHours } from '../../scheduling/calendar.ts';
import type { FirstRunAnswers } from '../../storage/tables/administration.ts';
import { longestWho, mostGreeters, mostStarters, type Question } from './first-run.ts';

interface Sent {
  readonly inputs: Readonly<Record<string, string>>;
  /** On offer. */
  readonly channels: readonly ConversationId[];
}

type Read = { readonly answers: FirstRunAnswers } | { readonly complaints: Readonly<Record<string, string>> };

/** What a form holds, or what is to be mended, by field. */
export function readAnswer(words: Words, question: Question, { inputs, channels }: Sent): Read {
  switch (question) {
    case 'who': {
      const who = tidyName(inputs.who ?? '');
      if (who === '' || who.length > longestWho) return { complaints: { who: words('firstRun.whoWrong') } };
      const channel = channels.find((each) => each === inputs.channel);
      return { answers: { who, ...(channel && { channel }) } };
    }
    case 'promises':
      return { answers: { greets: inputs.greets === 'true' } };
    case 'greeters': {
      const greeters = namesIn(inputs.greeters);
      const isTooMany = greeters.length > mostGreeters;
      return isTooMany ? { complaints: { greeters: words('firstRun.greetersWrong') } } : { answers: { greeters } };
    }
    case 'rhythm':
      return readRhythm(words, inputs);
    case 'starters': {
      const starters = namesIn(inputs.starters);
      const isTooMany = starters.length > mostStarters;
      return isTooMany ? { complaints: { starters: words('firstRun.startersWrong') } } : { answers: { starters } };
    }
  }
}

function readRhythm(words: Words, inputs: Sent['inputs']): Read {
  const [weekday, every] = [Number(inputs.weekday), Number(inputs.every)];
  const time = inputs.time ?? '';
  const isTime = /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && time >= widestHours.from && time <= widestHours.until;
  if (!isTime) {
    return { complaints: { time: words('setup.timeWrong', { from: widestHours.from, to: widestHours.until }) } };
  }
  if (!(weekday >= 1 && weekday <= 5)) return { complaints: { weekday: words('field.no-option') } };
  return { answers: { weekday, time, everyWeeks: every === 2 || every === 4 ? every : 1 } };
}

/** As people write lists: commas, semicolons, lines, an `and`. */
function namesIn(text = ''): string[] {
  return text
    .split(/[,;\n]|\band\b/)
    .map((name) => tidyName(name).slice(0, 80))
    .filter((name) => name !== '');
}
