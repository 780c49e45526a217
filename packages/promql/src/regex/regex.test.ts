import { describe, expect, it } from 'vitest';
import { compileRegex, literalAlternatives, RegexError, searchRegex } from './index.ts';

describe('a regular expression of RE2', () => {
  it.each([
    ['must match the whole text', 'a', 'ab', false],
    ['lets . match a newline', 'a.b', 'a\nb', true],
    ['may say otherwise', '(?-s)a.b', 'a\nb', false],
    ['ignores case in a group', '(?i:PRO)d', 'prod', true],
    ['ignores case only there', '(?i:PRO)d', 'proD', false],
    ['ignores case up to the end of the group', '((?i)pro)D', 'PROd', false],
    ['ignores case across alternatives', '(?i)a|b', 'B', true],
    ['folds the Kelvin sign', '(?i)k', '\u212a', true],
    ['folds letters beyond ASCII', '(?i)Ä', 'ä', true],
    ['folds sigma in all its forms', '(?i)σ', 'ς', true],
    ['folds ranges', '(?i)[а-я]+', 'ПРИВЕТ', true],
    ['folds what a negated class excludes', '(?i)[^a]', 'A', false],
    ['knows POSIX classes', '[[:alpha:]_]+', 'ab_', true],
    ['knows negated POSIX classes', '[[:^digit:]]', '1', false],
    ['takes a closing bracket that comes first', '[]a]+', 'a]', true],
    ['takes a hyphen anywhere', '[a-b-c]+', 'a-c', true],
    ['has an ASCII \\s', '\\s', '\u00a0', false],
    ['has an ASCII \\w', '\\w', 'ä', false],
    ['knows Unicode classes', '\\p{Greek}\\pL\\P{L}', 'αx1', true],
    ['reads octal and hexadecimal', '\\101\\x42\\x{43}', 'ABC', true],
    ['takes quoted text as it is', '\\Qa.b\\E+', 'a.bb', true],
    ['takes braces that count nothing as they are', 'a{x}{,2}', 'a{x}{,2}', true],
    ['counts', 'a{2,3}', 'aaaa', false],
    ['repeats places', '^*a$+', 'a', true],
    ['sees lines when asked to', '(?m)a$\n^b', 'a\nb', true],
    ['sees the text otherwise', 'a$\n^b', 'a\nb', false],
    ['takes surrogate pairs as one character', '.', '\u{1f642}', true],
    ['takes a name twice', '(?P<n>a)(?P<n>b)', 'ab', true],
  ])('%s', (_, pattern, text, matches) => {
    expect(compileRegex(pattern).test(text)).toBe(matches);
  });

  it('captures by number and by name', () => {
    const found = compileRegex('(?P<first>.*?)-(.*)').exec('a-b-c');
    expect(found?.groups).toEqual({ first: 'a' });
    expect(found?.[2]).toBe('b-c');
  });

  it('swaps greed when asked to', () => {
    expect(compileRegex('(?U)(a*)(a*?)').exec('aa')?.slice(1)).toEqual(['', 'aa']);
  });

  it.each([
    ['a(', 'missing closing ): `^(?s:a()$`'],
    ['a)', 'unexpected ): `^(?s:a))$`'],
    ['[a', 'missing closing ]: `[a`'],
    ['[z-a]', 'invalid character class range: `z-a`'],
    ['*a', 'missing argument to repetition operator: `*`'],
    ['(|*)', 'missing argument to repetition operator: `*`'],
    ['a**', 'invalid nested repetition operator: `**`'],
    ['a{1001}', 'invalid repeat count: `{1001}`'],
    ['(a{100}){100}', 'invalid repeat count: `{100}`'],
    ['(?=a)', 'invalid or unsupported Perl syntax: `(?=`'],
    ['(?<!a)', 'invalid or unsupported Perl syntax: `(?<!`'],
    ['(?>a)', 'invalid or unsupported Perl syntax: `(?>`'],
    ['(?P<a-b>a)', 'invalid named capture: `(?P<a-b>`'],
    ['\\1', 'invalid escape sequence: `\\1`'],
    ['\\q', 'invalid escape sequence: `\\q`'],
    ['\\p{Foo}', 'invalid character class range: `\\p{Foo}`'],
    ['[[:foo:]]', 'invalid character class range: `[:foo:]`'],
    ['\\', 'trailing backslash at end of expression: ``'],
  ])('refuses %s', (pattern, problem) => {
    expect(() => compileRegex(pattern)).toThrow(new RegexError(...split(problem)));
  });
});

describe('a pattern that would take for ever by trial and error', () => {
  const long = 'a'.repeat(20_000);

  it.each([
    ['(a+)+$', `${long}!`, false],
    ['(a|a)*', `${long}!`, false],
    ['(a|ab|b)*c', 'ab'.repeat(10_000), false],
    ['(.*)*', long, true],
    ['.*a.*a.*a.*a.*!', long, false],
    [`${'a?'.repeat(40)}${'a'.repeat(40)}`, 'a'.repeat(40), true],
    ['([a-z]+\\.)*[a-z]+', `${'a.'.repeat(10_000)}!`, false],
    ['(a{1,30}){1,30}b', 'a'.repeat(2000), false],
    ['(?:é|\\x{e9})+', `${'é'.repeat(20_000)}!`, false],
  ])('%s is answered at once', (pattern, text, matches) => {
    const startedMs = performance.now();
    expect(compileRegex(pattern).test(text)).toBe(matches);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
  });

  it('gives its groups all the same', () => {
    const found = compileRegex('(?P<list>(?:(\\w+),)+)(?P<last>\\w+)').exec('a,bc,d');
    expect([...(found ?? [])]).toEqual(['a,bc,d', 'a,bc,', 'bc', 'd']);
    expect({ ...found?.groups }).toEqual({ list: 'a,bc,', last: 'd' });
  });
});

describe('a pattern that is searched for', () => {
  it.each([
    ['a', 'banana', ['a', 'a', 'a']],
    ['a*', 'baaac', ['', 'aaa', '']],
    ['(a|b)+', 'ab cab', ['ab', 'ab']],
    ['(?:a|b)*', 'cab', ['', 'ab']],
    ['', '🙂a', ['', '', '']],
    ['^.', 'a\nb', ['a']],
    ['(?m)^.+$', 'ab\nc', ['ab', 'c']],
    ['.+', 'a\nb', ['a', 'b']],
  ])('%s is found in %j', (pattern, text, matches) => {
    expect(Array.from(searchRegex(pattern).matches(text), ([match]) => match)).toEqual(matches);
    expect(searchRegex(pattern).test(text)).toBe(true);
  });
});

describe('literal alternatives', () => {
  it.each([
    ['', ['']],
    ['a', ['a']],
    ['a|b|a|', ['a', 'b', '']],
    ['(a|b)', ['a', 'b']],
    ['(?:a|b)', ['a', 'b']],
    ['a\\.b|c\\|d', ['a.b', 'c|d']],
    ['a.b', undefined],
    ['\\d', undefined],
    ['(a)|(b)', undefined],
  ])('of %s', (pattern, texts) => {
    expect(literalAlternatives(pattern)).toEqual(texts);
    for (const text of texts ?? []) expect(compileRegex(pattern).test(text)).toBe(true);
  });
});

function split(problem: string): [string, string] {
  const at = problem.indexOf(': `');
  return [problem.slice(0, at), problem.slice(at + 3, -1)];
}
