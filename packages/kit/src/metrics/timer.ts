import type { Histogram, Timer } from './instruments.ts';
import type { Labels } from './labels.ts';

export function createTimer<L extends string>(histogram: Histogram<L>, monotonicMs: () => number): Timer<L> {
  const observe = histogram.observe as (labels: Partial<Labels<L>>, seconds: number) => void;

  function start(labels: Partial<Labels<L>> = {}) {
    const startedMs = monotonicMs();
    return (more: Partial<Labels<L>> = {}) => {
      const seconds = (monotonicMs() - startedMs) / 1000;
      observe({ ...labels, ...more }, seconds);
      return seconds;
    };
  }

  function time<T>(labels: Labels<L>, run: () => T): T {
    const stop = start(labels);
    let isPending = false;
    try {
      const result = run();
      if (!(result instanceof Promise)) return result;
      isPending = true;
      return result.finally(() => stop()) as T;
    } finally {
      if (!isPending) stop();
    }
  }

  return { start, time };
}
