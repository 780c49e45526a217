import type { Trace, TraceSpan } from '@seaworthy/api';

/** What a service did in a trace. */
export interface ServiceShare {
  readonly service: string;
  readonly spans: number;
  readonly errors: number;
  /** While it was at work itself, all its spans together. */
  readonly selfMs: number;
  /** Of the whole trace, the share that it was waited for. */
  readonly share: number;
}

/** The services, the one that was waited for longest first. */
export function serviceShares({ tree, durationMs }: Pick<Trace, 'tree' | 'durationMs'>): ServiceShare[] {
  const services = [...new Set(tree.map(({ service }) => service))];
  const shares = services.map((service) => {
    const own = tree.filter((span) => span.service === service);
    return {
      service,
      spans: own.length,
      errors: own.filter(({ status }) => status === 'error').length,
      selfMs: sum(own.map(({ selfMs }) => selfMs)),
      share: durationMs === 0 ? 0 : sum(own.map(({ criticalMs }) => criticalMs)) / durationMs,
    };
  });
  return shares.sort((a, b) => b.share - a.share);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

/** A colour for each service, in the order in which they first appear. */
export function serviceColours(services: readonly string[]): ReadonlyMap<string, string> {
  return new Map(services.map((service, index) => [service, `var(--series-${(index % 8) + 1})`]));
}

/** Why the trace is not whole, in sentences; none when it is. */
export function gapsOf(trace: Trace): string[] {
  const orphans = countOf(trace.tree, 'orphan');
  const cycles = countOf(trace.tree, 'cycle');
  return [
    ...(trace.root.isMissing ? ['Its first span has not come: what it began with is not known.'] : []),
    ...(orphans > 0 ? [`${spansText(orphans)} came without the span that they belong under.`] : []),
    ...(cycles > 0 ? [`${spansText(cycles)} name one of their own descendants as their parent.`] : []),
    ...(trace.refusedSpans > 0 ? [`${spansText(trace.refusedSpans)} were more than a trace may have.`] : []),
    ...(trace.keptBecause === null ? ['More spans may come: it is not decided yet whether the trace is kept.'] : []),
  ];
}

function countOf(tree: readonly TraceSpan[], problem: TraceSpan['problems'][number]): number {
  return tree.filter(({ problems }) => problems.includes(problem)).length;
}

function spansText(count: number): string {
  return count === 1 ? '1 span' : `${count} spans`;
}
