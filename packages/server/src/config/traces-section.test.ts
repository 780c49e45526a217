import { expect, it } from 'vitest';
import { normalizeTraces, TracesSection } from './traces-section.ts';

it('keeps every trace for three days unless told otherwise', () => {
  expect(normalizeTraces(TracesSection.parse({}))).toMatchObject({
    retentionMs: 3 * 86_400_000,
    maxBytes: 256 * 2 ** 20,
    sampling: { ratio: 1, slowMs: 1000, errors: true },
  });
});

it('takes a ratio as a share or in percent', () => {
  const ratioOf = (ratio: unknown) => normalizeTraces(TracesSection.parse({ sampling: { ratio } })).sampling.ratio;
  expect([ratioOf('10%'), ratioOf(0.25), ratioOf(0)]).toEqual([0.1, 0.25, 0]);
});

it.each([
  [{ retention: '0s' }, 'retention'],
  [{ maxBytes: '10Ki' }, 'maxBytes'],
  [{ sampling: { quiet: '2m' } }, 'sampling.quiet'],
  [{ sampling: { ratio: '101%' } }, 'sampling.ratio'],
  [{ limits: { memory: 1 } }, 'limits.memory'],
  [{ limits: { spans: 0 } }, 'limits.spans'],
  [{ ratio: 1 }, ''],
])('refuses %j', (section, path) => {
  const { error } = TracesSection.safeParse(section);
  expect(error?.issues.map((issue) => issue.path.join('.'))).toEqual([path]);
});
