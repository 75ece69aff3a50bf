import { isObject, listOf, stringOf } from './blocks/json.ts';
import { slackDataOf } from './errors.ts';

/** What Slack has against the charts or pictures of a message that it refused. */
export interface Refusal {
  readonly of: 'chart' | 'picture';
  /** It does not know the block at all, rather than something in it. */
  readonly isWhole: boolean;
}

const POINTER = /\[json-pointer:(?:\/view)?\/blocks\/(\d+)((?:\/[^\]]*)?)\]/;

/** Nothing where the call failed for another reason. A `response_url` gives the bare word, so that has to do. */
export function refusalOf(error: unknown, blocks: readonly unknown[]): Refusal | undefined {
  const data = slackDataOf(error);
  if (data?.error !== 'invalid_blocks' && data?.error !== 'invalid_arguments') return undefined;
  const metadata = isObject(data.response_metadata) ? data.response_metadata : {};
  const complaints = [...listOf(data.errors), ...listOf(metadata.messages)].flatMap((one) => stringOf(one) ?? []);
  const pointed = complaints.flatMap((complaint) => {
    const [, index, inside = ''] = POINTER.exec(complaint) ?? [];
    return index === undefined
      ? []
      : [{ of: kindOf(blocks[Number(index)]), isWhole: inside === '' || inside === '/type' }];
  });
  const known = pointed.length > 0 ? pointed : blocks.map((block) => ({ of: kindOf(block), isWhole: true }));
  return known.flatMap(({ of, isWhole }) => (of ? [{ of, isWhole }] : []))[0];
}

function kindOf(block: unknown): Refusal['of'] | undefined {
  if (!isObject(block)) return undefined;
  if (block.type === 'data_visualization') return 'chart';
  return block.type === 'image' && block.slack_file !== undefined ? 'picture' : undefined;
}
