import assert from 'node:assert/strict';
import { type Prompt, promptInOwnWords } from '../../../src/features/prompts/library.ts';
import { readFields } from '../../../src/features/prompts/update.ts';

type Field = Prompt['fields'][number];

const withField = (field: Partial<Field>): Prompt => ({
  ...promptInOwnWords('p', 'Question?'),
  fields: [{ label: 'L', type: 'short', opt: false, ...field }],
});
const problem = (field: Partial<Field>, typed: string) =>
  readFields(withField(field), { field0: typed }).problems.field0;

describe('what is typed into a prompt’s fields', () => {
  it('is kept as it is, ends trimmed', () => {
    const typed = '  مرحبا <!channel> [a](http://b) 👩‍👩‍👧‍👦  ';
    assert.deepEqual(readFields(withField({}), { field0: typed }).fields, [{ label: 'L', value: typed.trim() }]);
  });

  it('may be nothing only where it is optional', () => {
    assert.deepEqual(problem({}, ''), { kind: 'empty' });
    assert.deepEqual(problem({}, ' \u200b\u2060\n'), { kind: 'empty' });
    assert.equal(problem({ opt: true }, ''), undefined);
    assert.deepEqual(readFields(withField({}), {}).problems, { field0: { kind: 'empty' } });
  });

  it('is measured in characters that people see', () => {
    assert.equal(problem({ type: 'long' }, '👩‍👩‍👧‍👦'.repeat(1_200)), undefined);
    assert.deepEqual(problem({ type: 'long' }, 'x'.repeat(4_000)), { kind: 'too-long', length: 4_000, limit: 1_200 });
  });

  it('must be what the field asks for', () => {
    assert.equal(problem({ type: 'link' }, 'https://example.org/a?b'), undefined);
    assert.deepEqual(problem({ type: 'link' }, 'javascript:alert(1)'), { kind: 'no-link' });
    assert.deepEqual(problem({ type: 'link' }, 'https://user:pass@example.org'), { kind: 'no-link' });
    assert.deepEqual(problem({ type: 'link' }, 'example'), { kind: 'no-link' });
    assert.equal(problem({ type: 'number' }, '1,204.5'), undefined);
    assert.deepEqual(problem({ type: 'number' }, 'many'), { kind: 'no-number' });
    assert.equal(problem({ type: 'date' }, '2027-02-28'), undefined);
    assert.deepEqual(problem({ type: 'date' }, 'soon'), { kind: 'no-date' });
    assert.equal(problem({ type: 'choice', options: ['Yes', 'No'] }, 'No'), undefined);
    assert.deepEqual(problem({ type: 'choice', options: ['Yes', 'No'] }, 'Maybe'), { kind: 'no-option' });
  });
});
