import type { TraceSummary } from '@seaworthy/api';
import { ticksOf } from './time-view.ts';

/** Where a trace lies in the plot, as shares of its width and height from the top left. */
export interface ScatterPoint {
  readonly trace: TraceSummary;
  readonly x: number;
  readonly y: number;
}

export interface Scatter {
  readonly points: readonly ScatterPoint[];
  /** Durations that are marked at the side. */
  readonly levels: readonly { readonly ms: number; readonly y: number }[];
}

/** Durations that differ by more than this are seen better by their orders of magnitude. */
const wideRatio = 30;

export function scatterOf(traces: readonly TraceSummary[], startMs: number, endMs: number): Scatter {
  const durations = traces.map(({ durationMs }) => Math.max(0.001, durationMs));
  const [least, most] = [Math.min(...durations), Math.max(...durations)];
  const isWide = most / least > wideRatio;
  const yOf = isWide ? logScale(least, most) : (ms: number) => 1 - ms / (most * 1.1);
  const points = traces.map((trace) => ({
    trace,
    x: Math.min(1, Math.max(0, (Date.parse(trace.startTime) - startMs) / (endMs - startMs))),
    y: yOf(Math.max(0.001, trace.durationMs)),
  }));
  const levels = isWide ? decades(least, most) : ticksOf({ startMs: 0, endMs: most * 1.1 }, 4).filter((ms) => ms > 0);
  return { points, levels: traces.length === 0 ? [] : levels.map((ms) => ({ ms, y: yOf(ms) })) };
}

function logScale(least: number, most: number): (ms: number) => number {
  const [low, high] = [Math.log10(least) - 0.1, Math.log10(most) + 0.1];
  return (ms) => 1 - (Math.log10(ms) - low) / (high - low);
}

function decades(least: number, most: number): number[] {
  const [first, last] = [Math.ceil(Math.log10(least)), Math.floor(Math.log10(most))];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 10 ** (first + index));
}
