import { describe, expect, it } from 'vitest';
import { DIVERGENCES } from './divergences.ts';
import { createEngine } from './evaluate/index.ts';
import type { EvalCommand, LoadCommand } from './script/read-script.ts';
import { readScript } from './script/read-script.ts';
import { expectAsWritten, loaded } from './script/testing.ts';

describe('the ledger of divergences', () => {
  it.each(DIVERGENCES.filter(({ script }) => script))('is right about: $about', async ({ script = '' }) => {
    const commands = readScript(script);
    const storage = loaded(commands.filter((command): command is LoadCommand => command.type === 'load'));
    const questions = commands.filter((command): command is EvalCommand => command.type === 'eval');
    expect(questions).not.toHaveLength(0);
    for (const question of questions) await expectAsWritten(createEngine(), storage, question);
  });

  it('names each thing once', () => {
    expect(new Set(DIVERGENCES.map(({ about }) => about)).size).toBe(DIVERGENCES.length);
  });
});
