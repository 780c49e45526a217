import { expect, test } from 'vitest';
import { suggest } from './suggest.ts';

test.each([
  ['prot', ['port', 'path'], 'port'],
  ['drain_timeout', ['drainTimeout', 'stopTimeout'], 'drainTimeout'],
  ['instanses', ['instances'], 'instances'],
  ['x', ['port', 'path'], undefined],
  ['colour', ['port', 'path'], undefined],
  ['port', [], undefined],
])('%s, of %j, was meant as %s', (written, candidates, meant) => expect(suggest(written, candidates)).toBe(meant));
