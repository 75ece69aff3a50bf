import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../src/base/errors.ts';
import { readLibrary } from '../../../src/features/prompts/library.ts';

describe('the prompt library', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'outloud-library-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function complaintAbout(yaml: string): Promise<string> {
    const file = join(folder, 'prompts.yaml');
    await writeFile(file, yaml);
    const error = await readLibrary(file).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof AppError);
    return error.tell;
  }

  const head = 'format: prompt-library/1\nlanguage: en-GB\nversion: 1.0.0\nthemes: [{id: a, title: A}]\n';
  const fields = 'fields: [{label: L, type: short}], mins: 2, stretch: 1, plan: tried';

  it('ships sixty prompts in ten themes', async () => {
    const library = await readLibrary(new URL('../../../content/prompts.yaml', import.meta.url));
    assert.equal(library.prompts.length, 60);
    assert.equal(library.themes.length, 10);
    for (const prompt of library.prompts) assert.ok(prompt.text.length <= 300, prompt.id);
  });

  it('says which prompt has an unknown theme, a repeated id, a choice without options', async () => {
    assert.match(
      await complaintAbout(`${head}prompts: [{id: p, theme: z, text: T, ${fields}}]`),
      /p: there is no theme "z"/,
    );
    const one = `{id: p, theme: a, text: T, ${fields}}`;
    assert.match(await complaintAbout(`${head}prompts: [${one}, ${one}]`), /p: this id is used twice/);
    const choice = `{id: p, theme: a, text: T, ${fields.replace('short', 'choice')}}`;
    assert.match(await complaintAbout(`${head}prompts: [${choice}]`), /options belong to a choice/);
  });

  it('says which key is wrong', async () => {
    assert.match(await complaintAbout(`${head}prompts: [{id: p, theme: a, text: T, mins: 2}]`), /fields/);
    assert.match(await complaintAbout('just: nonsense'), /format/);
  });
});
