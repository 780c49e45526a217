import type { Instance, Slot } from '@seaworthy/api';
import { HealthMark, InstanceMark } from '../../components/mark.tsx';
import { useNow } from '../../live/use-now.ts';
import { formatAge } from '../../text/format.ts';
import './instance-list.css';

export function InstanceList({ slot, instances }: { slot: Slot; instances: readonly Instance[] }) {
  const now = useNow(5000);
  return (
    <ul className="instances" aria-label={`Instances of slot ${slot}`}>
      {instances.map((instance) => (
        <li key={instance.id}>
          <span className="mono instance-id">{instance.id}</span>
          <InstanceMark state={instance.state} />
          <HealthMark status={instance.health} />
          <span className="soft instance-more">{moreOf(instance, now)}</span>
        </li>
      ))}
    </ul>
  );
}

function moreOf({ address, pid, restarts, startedAt, healthMessage }: Instance, now: number): string {
  const parts = [
    address,
    pid === null ? '' : `process ${pid}`,
    startedAt === null ? '' : `started ${formatAge(startedAt, now)}`,
    restarts === 0 ? '' : `${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`,
    healthMessage,
  ];
  return parts.filter((part) => part !== '').join(' · ');
}
