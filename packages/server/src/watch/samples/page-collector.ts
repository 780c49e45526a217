import type { ExpositionSink, MetadataKind } from './exposition/sink.ts';
import { ScrapeError } from './scrape-error.ts';
import type { CachedSeries, SeriesCache } from './series-cache.ts';
import type { MetricMetadata, ScrapeLimits } from './target.ts';

/** Holds the samples of a page until all of it has proved good: a page counts as a whole or not at all. */
export class PageCollector implements ExpositionSink {
  readonly series: CachedSeries[] = [];
  readonly values: number[] = [];
  readonly timestamps: (number | undefined)[] = [];
  readonly metadataByMetric = new Map<string, MetricMetadata>();
  /** Samples on the page, before relabelling. */
  scraped = 0;
  #last: CachedSeries | undefined;

  constructor(
    readonly cache: SeriesCache,
    readonly limits: ScrapeLimits,
  ) {}

  get expected(): string | undefined {
    return this.#last?.next?.text;
  }

  sample(text: string, value: number, timestampMs: number | undefined): void {
    this.scraped++;
    const series = this.cache.find(text, this.#last);
    this.#last = series;
    this.series.push(series);
    this.values.push(value);
    this.timestamps.push(this.limits.honorTimestamps ? timestampMs : undefined);
    if (series.labels !== undefined) this.#count();
  }

  metadata(kind: MetadataKind, metric: string, text: string): void {
    this.metadataByMetric.set(metric, { ...this.metadataByMetric.get(metric), [kind]: text });
  }

  /** Samples that relabelling left. */
  kept = 0;

  #count(): void {
    this.kept++;
    const { sampleLimit } = this.limits;
    if (sampleLimit > 0 && this.kept > sampleLimit) {
      throw new ScrapeError(`the page has more than ${sampleLimit} samples (sampleLimit)`);
    }
  }
}
