import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseError } from '../ast/index.ts';
import { parse } from './parse.ts';
import { queryText } from './testing.ts';

const QUERIES = 4000;
const SEED = 20_260_101;
/** 2.42's refusals of syntax that came later: numbers as durations, durations as numbers, quoted names. */
const NEWER_SYNTAX =
  /unexpected (?:number|<op:\+>|"\(").* in (?:offset|subquery)|missing unit|bad duration|unexpected (?:duration|string|colon)|must be greater/;
/** Refusals whose words are our own: Go's name the wrapped pattern, or what Go's functions are called. */
const OWN_WORDS =
  /trailing backslash|missing closing \]|end of input after '!'|error parsing number|in duration expression/;
const REFUSAL = /rule \d+, "r(\d+)": could not parse expression: (.*)/g;
const missing = spawnSync('promtool', ['--version']).error ? 'promtool is not installed' : undefined;

describe.skipIf(missing)(`beside promtool${missing ? ` (skipped: ${missing})` : ''}`, () => {
  it('accepts and refuses the same queries, in the same words', () => {
    const queries = [...new Set(fc.sample(fc.oneof(valid(), mistyped(), damaged()), { numRuns: QUERIES, seed: SEED }))];
    const theirs = verdictsOfPromtool(queries);
    const judged = queries.map((query, index) => ({ query, ours: verdict(query), theirs: theirs.get(index) }));
    expect(judged.filter((each) => !agree(each.ours, each.theirs))).toEqual([]);
    const refused = judged.filter((each) => each.ours).length / judged.length;
    expect(refused).toBeGreaterThan(0.3);
    expect(refused).toBeLessThan(0.8);
  });
});

function agree(ours: string | undefined, theirs: string | undefined): boolean {
  if (NEWER_SYNTAX.test(theirs ?? '')) return true;
  if (ours === undefined || theirs === undefined) return ours === theirs;
  return OWN_WORDS.test(ours) || withoutAge(ours) === withoutAge(theirs);
}

/** The message without what the later versions say differently. */
function withoutAge(message: string): string {
  return message
    .replace('expected number or duration', 'expected duration')
    .replace('"<Item 57385>" <op:@>', '"@"')
    .replace('^(?s:', '^(?:');
}

function valid(): fc.Arbitrary<string> {
  return queryText({ since: '2.42' });
}

function mistyped(): fc.Arbitrary<string> {
  return queryText({ since: '2.42', mistypedPercent: 10 });
}

function damaged(): fc.Arbitrary<string> {
  const words = [' by ', ' on(job) ', ' bool ', ' offset '];
  const inserted = fc.constantFrom('', ' ', ...')(,}]=!"@5x', ...words);
  return fc
    .tuple(valid(), fc.nat(), fc.nat(3), inserted)
    .map(([query, where, cut, text]) => {
      const at = where % (query.length + 1);
      return query.slice(0, at) + text + query.slice(at + cut);
    })
    .filter((query) => !/\p{Surrogate}/u.test(query) && query.trim() !== '');
}

/** The message of a refusal; undefined when the query is accepted. */
function verdict(query: string): string | undefined {
  try {
    parse(query);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return error.message;
    throw error;
  }
}

/** Refusals by the query's index. */
function verdictsOfPromtool(queries: readonly string[]): ReadonlyMap<number, string> {
  const folder = mkdtempSync(join(tmpdir(), 'promql-'));
  const file = join(folder, 'rules.yml');
  const rules = queries.map((query, index) => `  - record: r${index}\n    expr: ${JSON.stringify(query)}\n`);
  writeFileSync(file, `groups:\n- name: generated\n  rules:\n${rules.join('')}`);
  const { stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8', maxBuffer: 2 ** 28 });
  rmSync(folder, { recursive: true });
  return new Map(Array.from(stderr.matchAll(REFUSAL), ([, index, message]) => [Number(index), message ?? '']));
}
