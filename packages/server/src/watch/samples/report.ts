import { Labels, METRIC_NAME } from '@seaworthy/promql';

/** What is recorded of every scrape beside its page. */
export interface ScrapeReport {
  readonly up: 0 | 1;
  readonly durationSeconds: number;
  readonly scraped: number;
  readonly kept: number;
  readonly added: number;
}

const names = {
  up: 'up',
  durationSeconds: 'scrape_duration_seconds',
  scraped: 'scrape_samples_scraped',
  kept: 'scrape_samples_post_metric_relabeling',
  added: 'scrape_series_added',
} as const;

export type ReportSeries = ReadonlyMap<keyof ScrapeReport, Labels>;

/** The series of a target's report; made once. */
export function reportSeries(target: Labels): ReportSeries {
  const of = (name: string) => Labels.from([...target, [METRIC_NAME, name]]);
  return new Map(Object.entries(names).map(([key, name]) => [key as keyof ScrapeReport, of(name)]));
}
