// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Prometheus' own.
import { describe, expect, it } from 'vitest';
import type { RelabelRule } from '../../config/metrics-config.ts';
import { compileRelabel } from './relabel.ts';

const defaults: RelabelRule = {
  action: 'replace',
  sourceLabels: [],
  separator: ';',
  targetLabel: '',
  regex: '(.*)',
  modulus: 0,
  replacement: '$1',
};
type Labels = Record<string, string>;
const abc: Labels = { a: 'foo', b: 'bar', c: 'baz' };

describe('relabelling', () => {
  it.each<[string, Partial<RelabelRule>[], Labels, Labels | 'dropped']>([
    [
      'replace writes what its groups say',
      [{ sourceLabels: ['a'], regex: 'f(.*)', targetLabel: 'd', replacement: 'ch${1}-ch${1}' }],
      abc,
      { ...abc, d: 'choo-choo' },
    ],
    [
      'replace joins its sources with the separator',
      [{ sourceLabels: ['a', 'b'], regex: 'f(.*);(.*)r', targetLabel: 'a', replacement: 'b${1}${2}m' }],
      abc,
      { ...abc, a: 'boobam' },
    ],
    [
      'a rule sees what the one before it did',
      [
        { sourceLabels: ['a'], targetLabel: 'd', separator: '-' },
        { sourceLabels: ['d', 'b'], targetLabel: 'e', separator: '-' },
      ],
      abc,
      { ...abc, d: 'foo', e: 'foo-bar' },
    ],
    ['replace does nothing without a match', [{ sourceLabels: ['a'], regex: 'x', targetLabel: 'd' }], abc, abc],
    ['a match is of the whole value', [{ sourceLabels: ['a'], regex: 'o+', targetLabel: 'd' }], abc, abc],
    ['an empty replacement takes the label away', [{ targetLabel: 'c', replacement: '' }], abc, { a: 'foo', b: 'bar' }],
    ['a plain replacement sets a label', [{ targetLabel: 'd', replacement: 'x' }], abc, { ...abc, d: 'x' }],
    [
      'the target may be named by a group',
      [{ sourceLabels: ['a'], regex: '(f)(.*)', targetLabel: '${1}_x', replacement: '$2' }],
      abc,
      { ...abc, f_x: 'oo' },
    ],
    [
      'the longest name counts: $1x is no $1',
      [{ sourceLabels: ['a'], regex: '(.).*', targetLabel: 'd', replacement: '$1x' }],
      { a: 'foo', d: 'old' },
      { a: 'foo' },
    ],
    ['$$ is a dollar', [{ targetLabel: 'd', replacement: '5$$' }], {}, { d: '5$' }],
    ['drop', [{ action: 'drop', sourceLabels: ['a'], regex: '.*o.*' }], abc, 'dropped'],
    ['drop only what matches', [{ action: 'drop', sourceLabels: ['a'], regex: 'o' }], abc, abc],
    ['keep', [{ action: 'keep', sourceLabels: ['a'], regex: 'fo+' }], abc, abc],
    ['keep drops the rest', [{ action: 'keep', sourceLabels: ['nowhere'], regex: '.+' }], abc, 'dropped'],
    [
      'keepequal',
      [{ action: 'keepequal', sourceLabels: ['a'], targetLabel: 'd' }],
      { a: 'x', d: 'x' },
      { a: 'x', d: 'x' },
    ],
    ['keepequal drops the rest', [{ action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b' }], abc, 'dropped'],
    ['dropequal', [{ action: 'dropequal', sourceLabels: ['a'], targetLabel: 'd' }], { a: 'x', d: 'x' }, 'dropped'],
    ['dropequal keeps the rest', [{ action: 'dropequal', sourceLabels: ['a'], targetLabel: 'b' }], abc, abc],
    [
      "hashmod is Prometheus' own number",
      [{ action: 'hashmod', sourceLabels: ['c'], targetLabel: 'd', modulus: 1_000 }],
      abc,
      { ...abc, d: '976' },
    ],
    [
      'labelmap copies under another name',
      [{ action: 'labelmap', regex: '__meta_(.+)', replacement: 'k_${1}' }],
      { __meta_zone: 'eu', a: 'x' },
      { __meta_zone: 'eu', a: 'x', k_zone: 'eu' },
    ],
    ['labeldrop', [{ action: 'labeldrop', regex: '[ab]' }], abc, { c: 'baz' }],
    ['labelkeep', [{ action: 'labelkeep', regex: '[ab]' }], abc, { a: 'foo', b: 'bar' }],
    [
      'lowercase',
      [{ action: 'lowercase', sourceLabels: ['a'], targetLabel: 'l' }],
      { a: 'FoO' },
      { a: 'FoO', l: 'foo' },
    ],
    [
      'uppercase',
      [{ action: 'uppercase', sourceLabels: ['a'], targetLabel: 'u' }],
      { a: 'FoO' },
      { a: 'FoO', u: 'FOO' },
    ],
  ])('%s', (_, rules, labels, expected) => {
    const map = new Map(Object.entries(labels));
    const isKept = compileRelabel(rules.map((rule) => ({ ...defaults, ...rule })))(map);
    expect(isKept ? Object.fromEntries(map) : 'dropped').toEqual(expected);
  });
});
