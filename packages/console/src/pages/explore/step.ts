import type { Span } from '../../data/range.ts';
import { stepOf } from '../../data/range.ts';

/** More points of one series are refused, as Prometheus does. */
const mostPoints = 11_000;
/** A point finer than that cannot be seen. */
const pixelsPerPoint = 3;
/** Nothing is measured more often by itself. */
const leastSeconds = 5;

/** Seconds between two points: as fine as can be seen on so many pixels, or as given where that is not refused. */
export function stepFor(span: Span, widthPx: number, given?: number): number {
  const least = (span.endMs - span.startMs) / 1000 / (mostPoints - 1);
  if (given !== undefined && given >= least) return given;
  if (given !== undefined) return stepOf(span, mostPoints - 1);
  return Math.max(leastSeconds, stepOf(span, Math.max(80, Math.round(widthPx / pixelsPerPoint))));
}
