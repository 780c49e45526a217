import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import { createEngine } from '../evaluate/index.ts';
import type { LoadCommand } from './read-script.ts';
import { readScript } from './read-script.ts';
import { expectAsWritten, loaded } from './testing.ts';

const folder = new URL('../../testdata/', import.meta.url);
const engine = createEngine({ maxSamples: 10_000 });

for (const name of readdirSync(folder).filter((each) => each.endsWith('.test'))) {
  describe(name, () => {
    let loads: LoadCommand[] = [];
    for (const command of readScript(readFileSync(new URL(name, folder), 'utf8'))) {
      if (command.type === 'clear') loads = [];
      else if (command.type === 'load') loads = [...loads, command];
      else {
        const data = loads;
        it(`line ${command.line}: ${command.query}`, () => expectAsWritten(engine, loaded(data), command));
      }
    }
  });
}
