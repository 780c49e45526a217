import type { Traffic } from '@seaworthy/api';
import { Chart } from '../../components/chart.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import type { SeriesColour } from '../../components/series.ts';
import { useLive } from '../../live/use-live.ts';
import { formatCount } from '../../text/format.ts';
import type { Unit } from '../../text/units.ts';
import './traffic-card.css';

interface TrafficSeries {
  readonly name: string;
  readonly colour: SeriesColour;
  readonly unit: Unit;
  value(sample: Traffic): number | null;
}

const shown: readonly TrafficSeries[] = [
  {
    ...{ name: 'Requests per second', colour: 'press', unit: 'none' },
    value: ({ requestsPerSecond }) => requestsPerSecond,
  },
  { ...{ name: 'Errors per second', colour: 'bad', unit: 'none' }, value: ({ errorsPerSecond }) => errorsPerSecond },
  { ...{ name: 'p95 latency', colour: 'ink', unit: 'milliseconds' }, value: ({ p95LatencyMs }) => p95LatencyMs },
];
const shownSeconds = 300;

/** The last five minutes, as the proxy counted them. */
export function TrafficCard() {
  const traffic = useLive((state) => state.traffic);
  const last = traffic.at(-1);
  return (
    <Section title="Traffic" about="last five minutes" end={last && <Totals totals={last.totals} />}>
      <div className="traffic-space">
        {last === undefined ? (
          <Notice title="No numbers yet">They come once a second, as soon as the proxy counts.</Notice>
        ) : (
          <div className="traffic-courses">
            <Courses traffic={traffic} />
          </div>
        )}
      </div>
    </Section>
  );
}

function Courses({ traffic }: { traffic: readonly Traffic[] }) {
  const times = traffic.map(({ time }) => Date.parse(time) / 1000);
  const end = times.at(-1) ?? 0;
  return shown.map(({ name, colour, unit, value }) => (
    <Chart
      key={name}
      title={name}
      size="small"
      unit={unit}
      times={times}
      series={[{ name, colour, values: traffic.map(value) }]}
      range={{ start: end - shownSeconds, end }}
      syncKey="traffic"
    />
  ));
}

function Totals({ totals: { requests, failed } }: { totals: Traffic['totals'] }) {
  return (
    <span className="soft">
      since the proxy started: {formatCount(requests)} requests, {formatCount(failed)} failed
    </span>
  );
}
