import type { ServiceStatus } from '@seaworthy/api';
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import { useNow } from '../live/use-now.ts';
import { formatElapsed } from '../text/format.ts';
import { AlertMarks, HealthMark, SlotMark } from './mark.tsx';
import { RollBack } from './roll-back.tsx';
import './service-head.css';

/** What runs, whether it is well, and where it is reached. */
export function ServiceHead({ status }: { status: ServiceStatus }) {
  const { service, environment, liveVersion, liveSlot, health, alerts, proxy } = status;
  return (
    <section className="service-head" aria-labelledby="service-name">
      <div className="service-title">
        <h2 id="service-name">{service}</h2>
        <span className="environment">{environment}</span>
        <RollBack status={status} />
      </div>
      <dl className="facts">
        <Fact name="Live version">
          {liveVersion === null ? <span className="soft">nothing yet</span> : <strong>{liveVersion}</strong>}
          {liveSlot !== null && <SlotMark slot={liveSlot} />}
        </Fact>
        <Fact name="Health">
          <HealthMark status={health} />
        </Fact>
        <Fact name="Alerts">
          <AlertMarks counts={alerts} />
        </Fact>
        <Fact name="Address">
          <ProxyAddress proxy={proxy} />
        </Fact>
        <Fact name="Control plane">
          <Uptime status={status} />
        </Fact>
      </dl>
    </section>
  );
}

/** A status comes when something changes: from then on the time is counted here. */
function Uptime({ status }: { status: ServiceStatus }) {
  const startedMs = useMemo(() => Date.now() - status.uptimeSeconds * 1000, [status]);
  return `up ${formatElapsed(useNow() - startedMs)}`;
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function ProxyAddress({ proxy: { listen, reachable, paused } }: { proxy: ServiceStatus['proxy'] }) {
  const url = `http://${listen}`;
  return (
    <>
      <a href={url} target="_blank" rel="noreferrer">
        {listen}
      </a>
      {!reachable && <span className="fact-bad">the proxy does not answer the control plane</span>}
      {reachable && paused && <span className="fact-doubt">paused: requests wait</span>}
    </>
  );
}
