import type { SpanContext } from './span.ts';

export interface Sampling {
  /** Share of the traces that are recorded, 0 to 1. */
  readonly ratio: number;
  /** Whether a span does as its parent, here or in the service that called. Default true: traces are whole. */
  readonly followParent?: boolean;
}

const sampledFlag = 0x01;

export function isSampled(context: SpanContext): boolean {
  return (context.traceFlags & sampledFlag) === sampledFlag;
}

/** Whether a span is recorded: as its parent, else by the trace id alone, so that all services decide alike. */
export function decideSampling(sampling: Sampling, traceId: string, parent: SpanContext | undefined): boolean {
  if (parent !== undefined && sampling.followParent !== false) return isSampled(parent);
  return isInRatio(traceId, sampling.ratio);
}

/** Digits of the id that are looked at: 52 bits, of the 56 last ones that W3C Trace Context (level 2) wants random. */
const digits = 13;
const highest = 2 ** 52;

function isInRatio(traceId: string, ratio: number): boolean {
  if (ratio >= 1) return true;
  if (!(ratio > 0)) return false;
  return Number.parseInt(traceId.slice(-digits), 16) >= (1 - ratio) * highest;
}
