/** A colour that means something; the others are given out in order. */
export type SeriesColour = 'press' | 'good' | 'doubt' | 'bad' | 'ink' | 'blue' | 'green' | 'ink-soft';

export interface Series {
  /** Different from the others'. */
  readonly name: string;
  /** One for each time; null is a gap: nothing was measured. */
  readonly values: readonly (number | null)[];
  readonly colour?: SeriesColour;
  readonly isDashed?: boolean;
}

export interface Threshold {
  readonly value: number;
  readonly name: string;
  /** By default the colour of what is bad. */
  readonly colour?: SeriesColour;
}

export type ChartKind = 'line' | 'stacked' | 'bars';

/** What is drawn around the series. */
export interface ChartFrame {
  /** What the time axis shows, in seconds; by default from the first to the last. */
  readonly range?: { readonly start: number; readonly end: number };
  /** A line that is always seen. */
  readonly threshold?: Threshold;
  /** Lines that are seen where the values come near. */
  readonly limits?: readonly Threshold[];
  /** What the value axis shows at least; by default from zero to a little above the highest. */
  readonly bounds?: { readonly min: number | null; readonly max: number | null };
  /** Charts of one key show their cursors together. */
  readonly syncKey?: string;
  /** A part of the time was drawn over, in seconds. */
  readonly onRange?: (range: { start: number; end: number }) => void;
}
