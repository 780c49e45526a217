/** What happened to the first recording beyond a metric's limit; later ones are only counted. */
export interface DroppedSeries {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly limit: number;
}
