import type { Instance, SlotStatus, Traffic } from '@seaworthy/api';
import { SlotMark } from '../../components/mark.tsx';
import { Section } from '../../components/page.tsx';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { formatElapsed, formatLatency, formatRate, formatRatio } from '../../text/format.ts';
import { InstanceList } from './instance-list.tsx';
import './slots-card.css';

type SlotTraffic = Traffic['slots'][number];

/** The two slots as two lanes: what runs in each, and how much of the traffic it gets. */
export function SlotsCard({ slots }: { slots: readonly SlotStatus[] }) {
  const traffic = useLive((state) => state.traffic.at(-1)?.slots);
  return (
    <Section title="Slots" about="one serves, the other takes the next version">
      {slots.map((slot) => (
        <Lane key={slot.slot} slot={slot} traffic={traffic?.find((of) => of.slot === slot.slot)} />
      ))}
    </Section>
  );
}

function Lane({ slot, traffic }: { slot: SlotStatus; traffic: SlotTraffic | undefined }) {
  const { slot: name, version, share, instances } = slot;
  return (
    <div className={`lane ${name}`} data-serves={share > 0}>
      <div className="lane-head">
        <SlotMark slot={name} />
        <span className="lane-version">{version ?? <span className="soft">empty</span>}</span>
        <KeptUntil slot={slot} />
        <span className="lane-share">
          {formatRatio(share)} <span className="soft">of traffic</span>
        </span>
      </div>
      <ShareBar share={share} />
      {version !== null && <LaneNumbers slot={slot} traffic={traffic} />}
      {instances.length > 0 && <Instances slot={name} instances={instances} />}
    </div>
  );
}

/** The share stands beside it in digits. */
function ShareBar({ share }: { share: number }) {
  return (
    <div className="share-bar" aria-hidden="true">
      <div className="share-bar-fill" style={{ width: `${share * 100}%` }} />
    </div>
  );
}

function LaneNumbers({ slot, traffic }: { slot: SlotStatus; traffic: SlotTraffic | undefined }) {
  return (
    <dl className="lane-numbers">
      <LaneNumber name="Requests/s" value={traffic ? formatRate(traffic.requestsPerSecond) : '–'} />
      <LaneNumber name="Errors/s" value={traffic ? formatRate(traffic.errorsPerSecond) : '–'} />
      <LaneNumber name="p95" value={formatLatency(traffic?.p95LatencyMs ?? null)} />
      <LaneNumber name="In flight" value={String(traffic?.inFlight ?? slot.inFlight)} />
    </dl>
  );
}

function LaneNumber({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

/** Those that are well are counted; one that is not is shown at once. */
function Instances({ slot, instances }: { slot: SlotStatus['slot']; instances: readonly Instance[] }) {
  const areWell = instances.every(({ state, health }) => state === 'running' && health === 'healthy');
  if (!areWell) return <InstanceList slot={slot} instances={instances} />;
  return (
    <details className="lane-instances">
      <summary>{instances.length === 1 ? '1 instance, healthy' : `${instances.length} instances, all healthy`}</summary>
      <InstanceList slot={slot} instances={instances} />
    </details>
  );
}

function KeptUntil({ slot: { keptUntil } }: { slot: SlotStatus }) {
  const now = useNow();
  if (keptUntil === null) return null;
  const leftMs = Date.parse(keptUntil) - now;
  return (
    <span className="soft lane-kept">{leftMs > 0 ? `warm for another ${formatElapsed(leftMs)}` : 'stopping'}</span>
  );
}
