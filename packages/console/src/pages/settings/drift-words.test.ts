import { sampleConfigChange, sampleDrift } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { reloadText } from './drift-words.ts';

const atOnce = sampleConfigChange({ path: 'rules', effect: 'reload' });
const file = { section: 'rules', file: 'rules.yaml', change: 'changed' } as const;
const problem = { place: 'seaworthy.yaml:1:1', path: 'rules', message: 'no', fix: 'Mend it.' };

it.each([
  [sampleDrift(), 'Nothing has changed since they were read last.'],
  [sampleDrift({ contents: [file] }), '1 change counts at once.'],
  [
    sampleDrift({ changes: [atOnce, sampleConfigChange()], contents: [file] }),
    '2 changes count at once; 1 change counts only after a restart.',
  ],
  [
    sampleDrift({ changes: [sampleConfigChange()] }),
    'Nothing of it counts at once; 1 change counts only after a restart.',
  ],
  [sampleDrift({ problems: [problem] }), 'There are mistakes in the files: as long as they are there, it is refused.'],
])('says what a reload would do', (drift, text) => expect(reloadText(drift)).toBe(text));
