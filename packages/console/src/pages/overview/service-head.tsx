import type { ServiceStatus } from '@seaworthy/api';
import { useMemo } from 'react';
import { RollBack } from '../../components/roll-back.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatElapsed } from '../../text/format.ts';
import './service-head.css';

/** Which service this is, and where it is reached. */
export function ServiceHead({ status }: { status: ServiceStatus }) {
  const { service, environment } = status;
  return (
    <section className="service-head" aria-labelledby="service-name">
      <h2 id="service-name">{service}</h2>
      <span className="environment">{environment}</span>
      <ProxyAddress proxy={status.proxy} />
      <span className="soft service-uptime">
        control plane <Uptime status={status} />
      </span>
      <div className="service-acts">
        <RollBack status={status} />
      </div>
    </section>
  );
}

/** A status comes when something changes: from then on the time is counted here. */
function Uptime({ status }: { status: ServiceStatus }) {
  const startedMs = useMemo(() => Date.now() - status.uptimeSeconds * 1000, [status]);
  return `up ${formatElapsed(useNow() - startedMs)}`;
}

function ProxyAddress({ proxy: { listen, reachable, paused } }: { proxy: ServiceStatus['proxy'] }) {
  return (
    <>
      <a href={`http://${listen}`} target="_blank" rel="noreferrer">
        {listen}
      </a>
      {!reachable && <span className="fact-bad">the proxy does not answer the control plane</span>}
      {reachable && paused && <span className="fact-doubt">paused: requests wait</span>}
    </>
  );
}
