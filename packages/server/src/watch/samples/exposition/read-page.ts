import type { ExpositionFormat } from './format.ts';
import { createParser } from './format.ts';
import { readSeries } from './series-text.ts';
import type { Exemplar } from './sink.ts';

/** A sample of a page with its labels taken apart. */
export interface PageSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly timestampMs: number | undefined;
  readonly exemplar?: Exemplar;
}

/** Reads a whole page at once: for checks and tests. Throws ExpositionError. */
export function readPage(text: string, format: ExpositionFormat): PageSample[] {
  const samples: PageSample[] = [];
  const parser = createParser(format, {
    sample: (series, value, timestampMs) =>
      void samples.push({ labels: Object.fromEntries(readSeries(series)), value, timestampMs }),
    exemplar: (exemplar) => {
      const last = samples.pop();
      if (last !== undefined) samples.push({ ...last, exemplar });
    },
  });
  parser.lines(text);
  parser.end();
  return samples;
}
