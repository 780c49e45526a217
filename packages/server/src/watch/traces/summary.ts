import type { Outline, OutlineSpan } from './outline.ts';
import { extentOf } from './tree-times.ts';

/** A trace in one line. */
export interface Summary {
  readonly startUs: number;
  readonly durationUs: number;
  readonly rootService: string;
  readonly rootName: string;
  /** Nothing without a parent is there: the root is the earliest of what came. */
  readonly isRootMissing: boolean;
  readonly spans: number;
  readonly errors: number;
  /** By their first span. */
  readonly services: readonly string[];
}

export function summarize({ baseUnixNano, spans }: Outline): Summary {
  const { startNs, endNs } = extentOf(spans);
  const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  const root = earliest(roots.length === 0 ? spans : roots);
  const byStart = spans.toSorted((one, other) => one.startNs - other.startNs);
  return {
    startUs: Number((baseUnixNano + BigInt(Math.round(startNs))) / 1000n),
    durationUs: Math.round((endNs - startNs) / 1000),
    rootService: root?.service ?? '',
    rootName: root?.name ?? '',
    isRootMissing: roots.length === 0,
    spans: new Set(spans.map(({ spanId }) => spanId)).size,
    errors: new Set(spans.filter(({ isError }) => isError).map(({ spanId }) => spanId)).size,
    services: [...new Set(byStart.map(({ service }) => service))],
  };
}

function earliest(spans: readonly OutlineSpan[]): OutlineSpan | undefined {
  return spans.reduce<OutlineSpan | undefined>((best, span) => {
    if (best === undefined || span.startNs < best.startNs) return span;
    return span.startNs === best.startNs && span.spanId < best.spanId ? span : best;
  }, undefined);
}
