import { Labels } from '@seaworthy/promql';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ExpositionFormat } from './exposition/format.ts';
import { createParser } from './exposition/format.ts';
import { readPage } from './exposition/read-page.ts';
import { readSeries } from './exposition/series-text.ts';
import { PageCollector } from './page-collector.ts';
import { SeriesCache } from './series-cache.ts';
import { testJob } from './testing.ts';

const SERIES = ['a', 'a{b="c"}', 'a{b="c}"}', 'a{b="c",d="e"}', 'aa{b="c"}', '{"a"}', '{"a",b="c"}', 'a{}'];

it.each<ExpositionFormat>(['text', 'openmetrics'])(
  'reads a page of %s as if it were the first, whatever order, comings and goings the pages before had',
  (format) => {
    const page = fc.tuple(fc.subarray(SERIES), fc.boolean()).map(([series, isReversed]) => {
      const lines = (isReversed ? series.toReversed() : series).map((each, index) => `${each} ${index}\n`);
      return lines.join('') + (format === 'text' ? '' : '# EOF\n');
    });
    fc.assert(
      fc.property(fc.array(page, { maxLength: 8 }), (pages) => {
        const cache = new SeriesCache((text) => Labels.from(readSeries(text)));
        for (const text of pages) expect(read(text, format, cache)).toEqual(plainly(text, format));
      }),
    );
  },
);

function read(text: string, format: ExpositionFormat, cache: SeriesCache) {
  const page = new PageCollector(cache, testJob);
  const parser = createParser(format, page);
  parser.lines(text);
  parser.end();
  cache.begin();
  for (const series of page.series) cache.see(series, true);
  cache.end();
  return page.series.map(({ labels }, index) => ({ labels: labels?.toRecord(), value: page.values[index] }));
}

function plainly(text: string, format: ExpositionFormat) {
  return readPage(text, format).map(({ labels, value }) => ({ labels, value }));
}
