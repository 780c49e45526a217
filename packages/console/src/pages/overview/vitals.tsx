import type { ServiceStatus, Slo, Traffic } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { AlertMarks, Mark, SlotMark } from '../../components/mark.tsx';
import { useLive } from '../../live/use-live.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatLatency, formatRate, formatRatio } from '../../text/format.ts';
import { Score } from './score.tsx';
import './vitals.css';

export interface VitalsProps {
  readonly status: ServiceStatus;
  /** Undefined: not read; whether they could be does not matter to those who may not. */
  readonly slos: readonly Slo[] | undefined;
}

/** What is looked at first: what is live, whether it is well, how much of it is ready, what fires, what it carries. */
export function Vitals({ status, slos }: VitalsProps) {
  const traffic = useLive((state) => state.traffic.at(-1));
  return (
    <dl className="vitals card">
      <Vital name="Live version" className="vital-version">
        <LiveVersion status={status} />
      </Vital>
      <Vital name="Health, of 100">
        <Score status={status} slos={slos} />
      </Vital>
      <Vital name="Ready">
        <Readiness status={status} />
      </Vital>
      <Vital name="Alerts">
        <PageLink to="/alerts" className="vital-alerts">
          <AlertMarks counts={status.alerts} />
        </PageLink>
      </Vital>
      <Vital name="Traffic">
        <Carried traffic={traffic} />
      </Vital>
    </dl>
  );
}

function Vital({ name, className = '', children }: { name: string; className?: string; children: ReactNode }) {
  return (
    <div className={`vital ${className}`}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function LiveVersion({ status: { liveVersion, liveSlot } }: { status: ServiceStatus }) {
  if (liveVersion === null) return <span className="soft vital-main">nothing yet</span>;
  return (
    <>
      <strong className="vital-main">{liveVersion}</strong>
      {liveSlot !== null && <SlotMark slot={liveSlot} />}
    </>
  );
}

/** Of the slot that is live: how many of the instances that are wanted can take requests. */
function Readiness({ status: { slots, liveSlot } }: { status: ServiceStatus }) {
  const wanted = slots.find(({ slot }) => slot === liveSlot)?.instances ?? [];
  if (wanted.length === 0) return <span className="soft vital-main">–</span>;
  const ready = wanted.filter(
    ({ state, health }) => state === 'running' && (health === 'healthy' || health === 'degraded'),
  ).length;
  return (
    <>
      <span className="vital-main">
        <strong>{ready}</strong> of {wanted.length}
      </span>
      <Mark {...readyMark(ready, wanted.length)} />
    </>
  );
}

function readyMark(ready: number, wanted: number) {
  if (ready === wanted) return { tone: 'good', icon: 'check', word: 'ready' } as const;
  if (ready === 0) return { tone: 'bad', icon: 'cross', word: 'none is ready' } as const;
  return { tone: 'doubt', icon: 'warning', word: `${wanted - ready} missing` } as const;
}

function Carried({ traffic }: { traffic: Traffic | undefined }) {
  if (traffic === undefined) return <span className="soft vital-main">–</span>;
  const { requestsPerSecond, errorsPerSecond, p95LatencyMs } = traffic;
  const share = requestsPerSecond > 0 ? errorsPerSecond / requestsPerSecond : null;
  return (
    <>
      <span className="vital-main">
        <strong>{formatRate(requestsPerSecond)}</strong>/s
      </span>
      <span className={errorsPerSecond > 0 ? 'fact-bad' : 'soft'}>{formatRatio(share)} errors</span>
      <span className="soft">p95 {formatLatency(p95LatencyMs)}</span>
    </>
  );
}
