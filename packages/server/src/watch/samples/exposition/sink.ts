/** A trace that stands for a sample. */
export interface Exemplar {
  readonly labels: readonly (readonly [string, string])[];
  readonly value: number;
  readonly timestampMs: number | undefined;
}

export type MetadataKind = 'type' | 'help' | 'unit';

/** Where a parser hands over what it read, in the page's order. An error thrown by it is told with the line. */
export interface ExpositionSink {
  /**
   * `series` is the text up to the value, as written: `http_requests_total{code="200"}`. Equal texts are equal series, so
   * that a reader who keeps what `readSeries` made of it need not take it apart again.
   */
  sample(series: string, value: number, timestampMs: number | undefined): void;
  /** The series that probably comes next, when that is known: it is compared with the page instead of searched for in it. */
  readonly expected?: string | undefined;
  /** Of the sample handed over last. */
  exemplar?(exemplar: Exemplar): void;
  metadata?(kind: MetadataKind, metric: string, text: string): void;
}

/** Reads a page piece by piece. Throws ExpositionError; a page is good only when `end` has returned. */
export interface ExpositionParser {
  /** Whole lines, except that the page's last piece may lack its line end. */
  lines(text: string): void;
  end(): void;
  /** Lines read so far. */
  readonly line: number;
}
