import type { TraceSummary } from '@seaworthy/api';
import { useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page, Section } from '../../components/page.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import { Skeleton, SkeletonRows } from '../../components/skeleton.tsx';
import type { PagedReading } from '../../data/query.ts';
import { usePages, useRoute } from '../../data/query.ts';
import { spanOf } from '../../data/range.ts';
import { useNow } from '../../live/use-now.ts';
import { useSearch } from '../../navigation/address.ts';
import { NoTraces } from './no-traces.tsx';
import { OperationTable } from './operation-table.tsx';
import { Scatter } from './scatter.tsx';
import { TraceFilters } from './trace-filters.tsx';
import { defaultLastMs, timesOf, traceQueryOf } from './trace-query.ts';
import { TraceTable } from './trace-table.tsx';
import './traces-page.css';

const pageSize = 200;

/** What requests did, one line a request. */
export function TracesPage() {
  const search = useSearch();
  const [range, setRange] = useRange(defaultLastMs);
  const nowMs = useNow(5000);
  const times = timesOf(range, nowMs);
  const query = useMemo(() => traceQueryOf(search), [search]);
  const traces = usePages('traces', { query: { ...query, ...times, limit: pageSize } }, { keepsPrevious: true });
  const operations = useRoute('traceStatistics', { query: times }, { keepsPrevious: true });
  const span = spanOf(range, nowMs);
  return (
    <Page title="Traces" actions={<RangePicker range={range} onChange={setRange} />}>
      <section className="card" aria-label="Traces and what is looked for">
        <TraceFilters operations={operations.data?.items ?? []} />
        <Loaded reading={traces} skeleton={<TracesSkeleton />}>
          {(items) =>
            items.length === 0 && !traces.hasMore ? (
              <NoTraces query={query} range={range} />
            ) : (
              <>
                <Scatter traces={items} startMs={span.startMs} endMs={span.endMs} isPart={traces.hasMore} />
                <Rows traces={traces} items={items} />
              </>
            )
          }
        </Loaded>
      </section>
      <Section title="Operations" about="Each kind of work, in all traces of this time">
        <Loaded reading={operations}>{(data) => <OperationTable statistics={data} />}</Loaded>
      </Section>
    </Page>
  );
}

const rowsAtOnce = 25;

/** More are plotted than are written out, until they are asked for. */
function Rows({ traces, items }: { traces: PagedReading<TraceSummary>; items: readonly TraceSummary[] }) {
  const [rows, setRows] = useState(rowsAtOnce);
  const { hasMore, isReadingMore, readMore } = traces;
  const isAllShown = rows >= items.length;
  const showMore = () => {
    setRows(Math.min(rows, items.length) + rowsAtOnce);
    if (isAllShown) readMore();
  };
  return (
    <>
      <TraceTable traces={items.slice(0, rows)} />
      {(hasMore || !isAllShown) && (
        <div className="traces-more">
          <p className="soft">
            The newest {Math.min(rows, items.length)} are listed, {items.length}
            {hasMore ? ' of more' : ''} plotted.
          </p>
          <Button onPress={showMore} isBusy={isReadingMore}>
            Older traces
          </Button>
        </div>
      )}
    </>
  );
}

function TracesSkeleton() {
  return (
    <>
      <div className="scatter">
        <Skeleton height="13.5rem" />
      </div>
      <SkeletonRows rows={8} />
    </>
  );
}
