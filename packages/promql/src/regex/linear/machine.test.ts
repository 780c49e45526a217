import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRegex } from '../parse.ts';
import { sourceOf } from '../tree.ts';
import { Machine } from './machine.ts';
import { programOf } from './program.ts';

function treeOf(pattern: string) {
  return parseRegex(pattern, { dotAll: true, shown: pattern });
}

function run(pattern: string, text: string, from = 0) {
  return new Machine(programOf(treeOf(pattern))).run(text, from, true);
}

const pattern = fc.letrec<{ choice: string; sequence: string; piece: string }>((tie) => ({
  choice: fc.oneof(
    { maxDepth: 3 },
    tie('sequence'),
    fc.tuple(tie('sequence'), tie('choice')).map((both) => both.join('|')),
  ),
  sequence: fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
  piece: fc
    .tuple(
      fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(?-s:.)', '\\b', '(?i:A)', '(?m:^)', '(?m:$)', 'é', '🙂'),
        tie('choice').map((inner) => `(${inner})`),
      ),
      fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{1,2}', '{2,}?', '{0}'),
    )
    .map((both) => both.join('')),
})).choice;
const text = fc
  .array(fc.constantFrom('a', 'b', 'A', '\n', 'é', '🙂', ' '), { maxLength: 7 })
  .map((parts) => parts.join(''));

describe('the machine', () => {
  it('matches what JavaScript matches by trial and error', () => {
    fc.assert(
      fc.property(pattern, text, (source, given) => {
        const whole = `\\A(?:${source})\\z`;
        const wanted = new RegExp(sourceOf(treeOf(whole)), 'u').test(given);
        expect(run(whole, given) !== undefined).toBe(wanted);
        expect(run(source, given) !== undefined).toBe(new RegExp(sourceOf(treeOf(source)), 'u').test(given));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['prefers what stands first', '(a|ab)(c|bcd)?', 'abcd', [0, 4, 0, 1, 1, 4]],
    ['takes as much as it can', '(a*)(a*)', 'aa', [0, 2, 0, 2, 2, 2]],
    ['takes as little as it can when asked to', '(a*?)(a*)', 'aa', [0, 2, 0, 0, 0, 2]],
    ['begins where it can first', '(b+)', 'abb b', [1, 3, 1, 3]],
    ['notes the last turn of a repeated group', '(a|b)+', 'ab', [0, 2, 1, 2]],
    ['notes nothing for a group without a part in it', '(a)|b', 'b', [0, 1, -1, -1]],
    ['ends a repetition of nothing', '(?:a*)*', 'b', [0, 0]],
  ])('%s', (_, source, given, slots) => {
    expect(run(source, given)).toEqual(slots);
  });
});
