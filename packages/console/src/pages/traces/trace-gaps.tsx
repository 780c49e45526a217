import type { ClockSkew, Trace } from '@seaworthy/api';
import { Icon } from '../../components/icon.tsx';
import { formatUnit } from '../../text/units.ts';
import { gapsOf } from './trace-shares.ts';

/** What is missing from the trace, and which clocks cannot be right. */
export function TraceGaps({ trace }: { trace: Trace }) {
  const gaps = gapsOf(trace);
  const said = [...gaps, ...trace.clockSkews.map(skewText)];
  if (said.length === 0) return null;
  return (
    <div className="card trace-gaps" role="status">
      <p className="trace-gaps-title">
        <Icon name="warning" />
        {gaps.length > 0 ? 'This trace is incomplete' : 'Clocks disagree'}
      </p>
      <ul>
        {said.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </div>
  );
}

function skewText({ owner, reference, direction, leastMs }: ClockSkew): string {
  const [own, other] = [owner.instance || owner.service, reference.instance || reference.service];
  if (direction === 'contradictory')
    return `The clocks of ${own} and ${other} contradict each other: times may be wrong.`;
  return `The clock of ${own} is at least ${formatUnit(leastMs, 'milliseconds')} ${direction === 'ahead' ? 'ahead of' : 'behind'} that of ${other}. Times are shown as they came.`;
}
