// biome-ignore-all lint/suspicious/noTemplateCurlyInString: they are what is tested.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Lookup } from './expansion.ts';
import { expand, holdsUnexpanded } from './expansion.ts';

const env: Readonly<Record<string, string>> = { A: 'a', EMPTY: '', SPREAD: '${A}', URL: 'http://x/{id}' };
const lookup: Lookup = {
  variable: (name) => env[name],
  file: (path) => (path === '/run/a' ? { text: 'secret\n' } : { reason: 'it does not exist' }),
};

describe('${…}', () => {
  test.each([
    ['plain', 'plain'],
    ['${A}', 'a'],
    ['x${A}y${A}', 'xaya'],
    ['${NONE:-b}', 'b'],
    ['${EMPTY:-b}', 'b'],
    ['${EMPTY}', ''],
    ['${NONE:-}', ''],
    ['${NONE:-${A}}', 'a'],
    ['${NONE:-${NEITHER:-c}}', 'c'],
    ['${NONE:-{"a": {}}}', '{"a": {}}'],
    ['${URL}', 'http://x/{id}'],
    ['${file:/run/a}', 'secret'],
    ['${file:/run/${A}}', 'secret'],
    ['$$', '$'],
    ['$${A}', '${A}'],
    ['$$$A', '$$A'],
    ['$A and 5$', '$A and 5$'],
  ])('%s becomes %s', (text, expanded) => {
    expect(expand(text, lookup)).toMatchObject({ text: expanded, mistakes: [] });
  });

  test.each([
    ['${NONE}', 'is not set'],
    ['${A', 'is not understood'],
    ['${}', 'is not understood'],
    ['${A:?why}', 'is not understood'],
    ['${NONE:-${ALSO_NONE}}', '${ALSO_NONE} is not set'],
    ['${file:/run/none}', 'cannot be read: it does not exist'],
    ['${file:}', 'is not understood'],
    ['${SPREAD}', 'holds a literal ${…}'],
  ])('%s is a mistake: %s', (text, message) => {
    expect(
      expand(text, lookup)
        .mistakes.map((mistake) => mistake.message)
        .join(),
    ).toContain(message);
  });

  test('a text with every $ doubled comes out as it was', () => {
    const text = fc.string({ unit: fc.constantFrom('$', '{', '}', 'A', ':', '-', ' ') });
    fc.assert(
      fc.property(text, (plain) => {
        expect(expand(plain.replaceAll('$', '$$$$'), lookup).text).toBe(plain);
      }),
    );
  });

  test('nothing unexpanded ever survives without an escape: it is expanded, or it is a mistake', () => {
    const part = fc.constantFrom('${', '}', 'A', 'NONE', ':-', 'file:', '/run/a', '{', ' ', '${SPREAD}', '${A}');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { text, mistakes } = expand(parts.join(''), lookup);
        expect(mistakes.length > 0 || !holdsUnexpanded(text)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
