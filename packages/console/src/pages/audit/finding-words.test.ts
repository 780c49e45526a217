import { expect, it } from 'vitest';
import { findingPlace, findingTitle, verdictTitle } from './finding-words.ts';

const altered = { kind: 'altered', segment: 3, line: 7, sequence: 1012, message: 'the seal does not fit' };

it('says which entry of which file is damaged, and how', () => {
  expect(verdictTitle({ ok: false, findings: [altered] })).toBe(
    'The trail is damaged: Entry 1,012 was changed after it was written (segment-00000003.ndjson, line 7).',
  );
});

it('tells of ranges, of whole files, and of kinds that it does not know', () => {
  expect(findingTitle({ ...altered, kind: 'deleted', throughSequence: 1015 })).toBe(
    'Each of the entries 1,012 to 1,015 is missing',
  );
  expect(findingPlace({ kind: 'missing_segment', segment: 2, message: '' })).toBe('segment-00000002.ndjson');
  expect(findingTitle({ kind: 'some_new_kind', message: '' })).toBe('Something some new kind');
});

it('does not speak of an entry where a stored checkpoint is damaged', () => {
  const title = verdictTitle({ ok: false, findings: [{ kind: 'checkpoint_invalid', message: '' }] });
  expect(title).toBe('The trail is damaged: A stored checkpoint is damaged, or not signed by a known key.');
  expect(verdictTitle({ ok: true, findings: [] })).toBe('The trail is whole.');
});
