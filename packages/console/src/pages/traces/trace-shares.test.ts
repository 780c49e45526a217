import { sampleSpan, sampleTrace } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { gapsOf, serviceShares } from './trace-shares.ts';

it('counts what each service did, the one that was waited for longest first', () => {
  expect(
    serviceShares(sampleTrace()).map(({ service, spans, errors, share }) => [service, spans, errors, share]),
  ).toEqual([
    ['faces', 1, 0, 72 / 120.5],
    ['doorbell', 4, 1, (8.5 + 30 + 8) / 120.5],
  ]);
});

it('says why a trace is not whole, and nothing of a whole one', () => {
  expect(gapsOf(sampleTrace())).toEqual([]);
  const root = { service: 'faces', name: 'embed', isMissing: true };
  const tree = [sampleSpan({ problems: ['orphan'] }), sampleSpan({ problems: ['starts_before_parent'] })];
  expect(gapsOf(sampleTrace({ root, tree, refusedSpans: 3, keptBecause: null }))).toEqual([
    'Its first span has not come: what it began with is not known.',
    '1 span came without the span that they belong under.',
    '3 spans were more than a trace may have.',
    'More spans may come: it is not decided yet whether the trace is kept.',
  ]);
});
