import type { Trace } from '@seaworthy/api';
import { Fact } from '../../components/fact.tsx';
import { Mark } from '../../components/mark.tsx';
import { formatCount } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import { keptWords } from './trace-table.tsx';

const moment = new Intl.DateTimeFormat('en-GB', {
  ...{ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  fractionalSecondDigits: 3,
});

/** The trace in one line. */
export function TraceFacts({ trace }: { trace: Trace }) {
  const { startTime, durationMs, spans, errors, services, keptBecause } = trace;
  return (
    <dl className="card trace-facts">
      <Fact name="Began">{moment.format(Date.parse(startTime))}</Fact>
      <Fact name="Took">{formatUnit(durationMs, 'milliseconds')}</Fact>
      <Fact name="Spans">{formatCount(spans)}</Fact>
      <Fact name="Errors">
        {errors === 0 ? (
          <Mark tone="good" icon="check" word="none" />
        ) : (
          <Mark tone="bad" icon="cross" word={formatCount(errors)} />
        )}
      </Fact>
      <Fact name="Services">{services.join(', ')}</Fact>
      <Fact name="Kept because">{keptWords[keptBecause ?? 'open']}</Fact>
    </dl>
  );
}
