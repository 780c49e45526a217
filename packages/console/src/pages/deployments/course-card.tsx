import type { Deployment } from '@seaworthy/api';
import { Chart } from '../../components/chart.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureCard } from '../../components/failure.tsx';
import { Section } from '../../components/page.tsx';
import type { Series } from '../../components/series.ts';
import { usePrometheus } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { useSession } from '../../session/session.tsx';
import type { Unit } from '../../text/units.ts';
import type { Course, CourseName, Span } from './course.ts';
import { centred, courseOfAnswer, courseOfTraffic, questionOf, seenWithin, spanOf, stepOf } from './course.ts';
import type { Reach } from './lives.ts';
import { livesOf, withinLife } from './lives.ts';
import './course-card.css';

/** What the old and the new version did while the deployment ran, beside each other. */
export function CourseCard({ deployment }: { deployment: Deployment }) {
  const { startedAt, endedAt } = deployment;
  const now = useNow(5000);
  const span = spanOf(startedAt, endedAt, now);
  const traffic = useLive((state) => state.traffic);
  const seen = seenWithin(traffic, startedAt, span);
  return (
    <Section title="Baseline and candidate" about="as the proxy counted them">
      <div className="courses-space">
        {seen === undefined ? (
          <Stored deployment={deployment} span={span} now={now} />
        ) : (
          <Courses
            deployment={deployment}
            span={span}
            courseOf={(name) => courseOfTraffic(name, seen)}
            reach={{ beforeMs: 5000, afterMs: 0 }}
          />
        )}
      </div>
    </Section>
  );
}

interface CoursesProps {
  readonly deployment: Deployment;
  readonly span: Span;
}

/** From the sample store: of a deployment that the stream has not seen from its beginning. */
function Stored({ deployment, span, now }: CoursesProps & { now: number }) {
  const { may } = useSession();
  const isEnabled = may('metrics:read');
  const step = stepOf(span);
  const window = Math.max(leastWindow, 3 * step);
  // What happened last is in later numbers, too. Whole steps: the same question is not asked anew each second.
  const untilMs = Math.min(now, span.endMs + window * 500);
  const [start, end] = [Math.floor(span.startMs / 1000 / step) * step, Math.ceil(untilMs / 1000 / step) * step];
  const times = { start: String(start), end: String(end), step: String(step) };
  const ask = (name: CourseName) => ({ query: questionOf(name, window), ...times });
  const options = { isEnabled, keepsPrevious: true, ...(deployment.endedAt === null && { pollMs: 10_000 }) };
  const read = {
    requests: usePrometheus('/query_range', ask('requests'), courseOfAnswer, options),
    errors: usePrometheus('/query_range', ask('errors'), courseOfAnswer, options),
    latency: usePrometheus('/query_range', ask('latency'), courseOfAnswer, options),
  };
  if (!isEnabled) return <Empty title="What was measured needs the permission metrics:read." icon="lock" />;
  const failed = Object.values(read).find(({ data, failure }) => data === undefined && failure !== undefined);
  if (failed?.failure) return <FailureCard failure={failed.failure} onRetry={failed.readAgain} />;
  if (read.requests.data?.times.length === 0) {
    return (
      <Empty title="Nothing is kept of that time" icon="chart">
        <p>The samples of it are gone, or it was over before the first one was taken.</p>
      </Empty>
    );
  }
  return (
    <Courses
      deployment={deployment}
      span={span}
      courseOf={(name) => centred(read[name].data ?? none, window)}
      reach={{ beforeMs: window * 500, afterMs: window * 500 }}
    />
  );
}

/** Seconds: three scrapes, as often as they are made where nobody says otherwise. */
const leastWindow = 45;
const none: Course = { times: [], bySlot: { blue: [], green: [] } };

interface Kind {
  readonly name: CourseName;
  readonly title: string;
  readonly unit: Unit;
}

interface Measured {
  courseOf(name: CourseName): Course;
  readonly reach: Reach;
}

const kinds: readonly Kind[] = [
  { name: 'errors', title: 'Share of errors', unit: 'ratio' },
  { name: 'latency', title: 'p95 latency', unit: 'milliseconds' },
  { name: 'requests', title: 'Requests per second', unit: 'none' },
];

function Courses({ deployment, span, reach, courseOf }: CoursesProps & Measured) {
  const range = { start: span.startMs / 1000, end: span.endMs / 1000 };
  return (
    <div className="courses">
      {kinds.map(({ name, title, unit }) => {
        const course = courseOf(name);
        const series = livesOf(deployment).map(
          (life): Series => ({
            ...{ name: life.name, colour: life.slot },
            values: withinLife(course, courseOf('requests'), life, reach),
          }),
        );
        return (
          <Chart
            key={name}
            title={title}
            unit={unit}
            kind={name === 'requests' ? 'stacked' : 'line'}
            times={course.times}
            series={series}
            range={range}
            syncKey="deployment"
          />
        );
      })}
    </div>
  );
}
