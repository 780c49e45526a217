import type { KeptBecause, TraceSummary } from '@seaworthy/api';
import { Badge } from '../../components/badge.tsx';
import { Mark } from '../../components/mark.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { traceAddress } from '../../navigation/trace-address.ts';
import { formatCount } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import { ShareBar } from './share-bar.tsx';

/** One line a trace; its duration is drawn beside that of the longest one. */
export function TraceTable({ traces }: { traces: readonly TraceSummary[] }) {
  const longestMs = Math.max(...traces.map(({ durationMs }) => durationMs), 0.001);
  return (
    <Table
      label="Traces"
      columns={columnsOf(longestMs)}
      rows={traces}
      keyOf={({ traceId }) => traceId}
      linkOf={({ traceId }) => traceAddress(traceId)}
    />
  );
}

function columnsOf(longestMs: number): Column<TraceSummary>[] {
  return [
    { name: 'Trace', cell: (trace) => <Name trace={trace} />, sortBy: ({ root }) => root.name },
    {
      name: 'Began',
      cell: ({ startTime }) => <TimeAgo time={startTime} />,
      sortBy: ({ startTime }) => startTime,
      isTight: true,
    },
    {
      name: 'Took',
      cell: ({ durationMs }) => <Length ms={durationMs} longestMs={longestMs} />,
      sortBy: ({ durationMs }) => durationMs,
      isTight: true,
    },
    { name: 'Spans', cell: ({ spans }) => formatCount(spans), sortBy: ({ spans }) => spans, isNumber: true },
    { name: 'Errors', cell: errorsOf, sortBy: ({ errors }) => errors, isTight: true },
    { name: 'Services', cell: ({ services }) => services.join(', '), isWideOnly: true },
    { name: 'Kept', cell: ({ keptBecause }) => keptWords[keptBecause ?? 'open'], isTight: true, isWideOnly: true },
  ];
}

function Name({ trace: { root, traceId, refusedSpans } }: { trace: TraceSummary }) {
  return (
    <span className="trace-name">
      {root.name}
      <span className="soft mono" title={traceId}>
        {traceId.slice(0, 8)}
      </span>
      {(root.isMissing || refusedSpans > 0) && <Badge tone="doubt">incomplete</Badge>}
    </span>
  );
}

function Length({ ms, longestMs }: { ms: number; longestMs: number }) {
  return (
    <span className="trace-length">
      <ShareBar share={ms / longestMs} />
      {formatUnit(ms, 'milliseconds')}
    </span>
  );
}

function errorsOf({ errors }: TraceSummary) {
  return errors === 0 ? (
    <span className="soft">none</span>
  ) : (
    <Mark tone="bad" icon="cross" word={`${errors} ${errors === 1 ? 'error' : 'errors'}`} />
  );
}

/** Why a trace is kept. */
export const keptWords: Readonly<Record<KeptBecause | 'open', string>> = {
  debug: 'asked for',
  error: 'has an error',
  slow: 'slow',
  ratio: 'sampled',
  open: 'not decided yet',
};
