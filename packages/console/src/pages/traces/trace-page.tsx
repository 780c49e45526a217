import type { Trace } from '@seaworthy/api';
import { useEffect, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page, Section } from '../../components/page.tsx';
import { Skeleton, SkeletonRows } from '../../components/skeleton.tsx';
import { useRoute } from '../../data/query.ts';
import { useParam } from '../../navigation/address.ts';
import { logsAddress } from '../../navigation/log-address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { useSession } from '../../session/session.tsx';
import { formatCount } from '../../text/format.ts';
import { CriticalPath, ServiceTable } from './share-tables.tsx';
import { TraceFacts } from './trace-facts.tsx';
import { TraceGaps } from './trace-gaps.tsx';
import { Waterfall } from './waterfall.tsx';
import './trace-page.css';

const [fewSpans, mostSpans] = [1000, 5000];
const openPollMs = 3000;

/** One trace: what happened in it, after what, and what took the time. */
export function TracePage() {
  const id = useParam('id') ?? '';
  const [spans, setSpans] = useState(fewSpans);
  const [isOpen, setOpen] = useState(false);
  const input = { params: { id: id.toLowerCase() }, query: { spans } };
  const trace = useRoute('trace', input, { keepsPrevious: true, ...(isOpen && { pollMs: openPollMs }) });
  // More may come until it is decided whether it is kept.
  const isUndecided = trace.data?.keptBecause === null;
  useEffect(() => setOpen(isUndecided), [isUndecided]);
  return (
    <Page
      title={trace.data?.root.name ?? 'Trace'}
      about={
        <>
          <PageLink to="/traces">Traces</PageLink> / <span className="mono trace-id">{id}</span>
        </>
      }
      actions={trace.data && <Ways trace={trace.data} />}
    >
      <Loaded reading={trace} skeleton={<TraceSkeleton />}>
        {(data) => (
          <>
            <TraceFacts trace={data} />
            <TraceGaps trace={data} />
            <Section
              title="Waterfall"
              about={aboutOf(data)}
              end={<MoreSpans trace={data} onAll={() => setSpans(mostSpans)} />}
            >
              <Waterfall key={data.traceId} trace={data} />
            </Section>
            <div className="trace-shares">
              <CriticalPath trace={data} />
              <ServiceTable trace={data} />
            </div>
          </>
        )}
      </Loaded>
    </Page>
  );
}

function aboutOf({ tree, omittedSpans }: Trace): string {
  const shown = formatCount(tree.length);
  return omittedSpans === 0
    ? `${shown} ${tree.length === 1 ? 'span' : 'spans'}`
    : `the first ${shown} of ${formatCount(tree.length + omittedSpans)} spans`;
}

function MoreSpans({ trace: { tree, omittedSpans }, onAll }: { trace: Trace; onAll: () => void }) {
  if (omittedSpans === 0 || tree.length >= mostSpans) return null;
  return <Button onPress={onAll}>Show {formatCount(Math.min(mostSpans, tree.length + omittedSpans))}</Button>;
}

/** Lines that were written a moment before or after belong to it too. */
const marginMs = 1000;

function Ways({ trace: { traceId, startTime, durationMs } }: { trace: Trace }) {
  const { may } = useSession();
  const startMs = Date.parse(startTime);
  if (!may('logs:read')) return null;
  const time = { startMs: startMs - marginMs, endMs: startMs + durationMs + marginMs };
  return (
    <PageLink {...logsAddress({ trace: traceId, time })} className="button">
      <Icon name="lines" /> Logs of this trace
    </PageLink>
  );
}

function TraceSkeleton() {
  return (
    <>
      <Skeleton height="4rem" />
      <div className="card">
        <SkeletonRows rows={12} />
      </div>
    </>
  );
}
