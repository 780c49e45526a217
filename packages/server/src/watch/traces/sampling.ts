import type { Span } from './span.ts';

/** Which traces are kept, decided for a trace as a whole. */
export interface Sampling {
  /** Of the traces that nothing else keeps, 0 to 1. */
  readonly ratio: number;
  /** A trace that takes longer is kept. */
  readonly slowMs: number;
  /** Whether a trace with an error is kept. */
  readonly errors: boolean;
}

export const keepReasons = ['debug', 'error', 'slow', 'ratio'] as const;
/** Why a trace is kept: the first of these that holds. */
export type KeepReason = (typeof keepReasons)[number];

export interface TraceFacts {
  readonly traceId: string;
  readonly hasDebug: boolean;
  readonly hasError: boolean;
  readonly durationMs: number;
}

export type Decision = { readonly verdict: 'keep'; readonly reason: KeepReason } | { readonly verdict: 'leave_out' };

/** Pure, and the ratio looks at the id alone: all who decide about a trace by the same rules decide alike. */
export function decide(trace: TraceFacts, sampling: Sampling): Decision {
  const reason = reasonToKeep(trace, sampling);
  return reason === undefined ? { verdict: 'leave_out' } : { verdict: 'keep', reason };
}

function reasonToKeep(trace: TraceFacts, sampling: Sampling): KeepReason | undefined {
  if (trace.hasDebug) return 'debug';
  if (trace.hasError && sampling.errors) return 'error';
  if (trace.durationMs > sampling.slowMs) return 'slow';
  return isInRatio(trace.traceId, sampling.ratio) ? 'ratio' : undefined;
}

/**
 * Whether a trace is among the share that the ratio lets through. As W3C Trace Context Level 2 and OpenTelemetry's
 * consistent probability sampling have it, the last 56 bits of the id are the randomness, and it is kept when they reach
 * (1 - ratio) · 2^56; the upper 52 of them decide here, for these are exact in a number.
 */
export function isInRatio(traceId: string, ratio: number): boolean {
  return Number.parseInt(traceId.slice(18, 31), 16) >= (1 - ratio) * 2 ** 52;
}

/** How many traces of the same kind a kept one stands for. One that was kept for what it is stands for itself. */
export function weightOf(reason: KeepReason, ratio: number): number {
  return reason === 'ratio' && ratio > 0 ? 1 / ratio : 1;
}

/** Set by whoever wants to see this one trace, whatever the ratio: OpenTracing's word for it, Jaeger's, and ours. */
export function isDebug({ attributes }: Span): boolean {
  const priority = attributes['sampling.priority'];
  if (typeof priority === 'number' && priority > 0) return true;
  return attributes['seaworthy.debug'] === true || attributes['jaeger-debug-id'] !== undefined;
}
