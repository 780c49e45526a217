import type { Metrics } from './instruments.ts';

/** A gauge that is read at each scrape; no value, or a failure to read it, gives no sample. */
export function gaugeReadAtScrape(
  metrics: Metrics,
  name: string,
  help: string,
  read: () => number | undefined | Promise<number | undefined>,
): void {
  metrics.gauge({
    name,
    help,
    async collect(gauge) {
      const value = await read();
      if (value === undefined) gauge.clear();
      else gauge.set(value);
    },
  });
}
