import { regexProblem } from './metrics-relabel.ts';
import { MetricsSection } from './metrics-section.ts';

type Path = (string | number)[];

interface Context {
  addIssue(issue: { code: 'custom'; path: Path; message: string; params: { fix: string } }): void;
}

type Tell = (path: Path, message: string, fix: string) => void;

/** The shortest interval that makes sense: what looks more often mostly looks at itself. */
const SHORTEST_MS = 100;

/** `metrics:` as it may be written. */
export const CheckedMetrics = MetricsSection.superRefine(checkMetrics);

/** Rules about values of `metrics:` that are each fine alone. */
function checkMetrics(section: MetricsSection, context: Context): void {
  const tell: Tell = (path, message, fix) => context.addIssue({ code: 'custom', path, message, params: { fix } });
  checkTimes([], section, tell);
  for (const key of ['targets', 'fileSd'] as const) {
    for (const [index, job] of section[key].entries()) checkTimes([key, index], job, tell);
  }
  for (const [index, probe] of section.probes.entries()) checkProbe(['probes', index], probe, tell);
  checkTwins(
    section.probes.map(({ name }, index) => [['probes', index, 'name'], name]),
    tell,
  );
  checkTwins(
    (['targets', 'fileSd'] as const).flatMap((key) =>
      section[key].map(({ job }, index): [Path, string] => [[key, index, 'job'], job]),
    ),
    tell,
  );
}

interface Times {
  readonly interval?: number | undefined;
  readonly timeout?: number | undefined;
}

function checkTimes(at: Path, { interval, timeout }: Times, tell: Tell): void {
  if (interval !== undefined && interval < SHORTEST_MS) {
    tell([...at, 'interval'], `is shorter than ${SHORTEST_MS}ms`, 'Write 1s or more.');
  }
  if (timeout === 0) tell([...at, 'timeout'], 'is no time at all', 'Write 1s or more.');
  if (timeout !== undefined && interval !== undefined && timeout > interval) {
    tell([...at, 'timeout'], 'is longer than the interval', 'Make it at most as long as the interval.');
  }
}

function checkProbe(at: Path, probe: MetricsSection['probes'][number], tell: Tell): void {
  checkTimes(at, probe, tell);
  if (probe.kind !== 'http') return;
  const wrong = probe.matches === undefined ? undefined : regexProblem(probe.matches);
  if (wrong !== undefined) tell([...at, 'matches'], wrong, 'Correct the pattern: its syntax is that of RE2.');
  if (probe.body !== undefined && ['GET', 'HEAD'].includes(probe.method)) {
    tell([...at, 'body'], `is not sent with ${probe.method}`, 'Add "method: POST", or remove it.');
  }
  if (probe.tlsDaysLeft !== undefined && probe.url.startsWith('http:')) {
    tell([...at, 'tlsDaysLeft'], 'an http URL has no certificate', 'Write the URL with https.');
  }
}

function checkTwins(named: readonly [Path, string][], tell: Tell): void {
  const seen = new Set<string>();
  for (const [path, name] of named) {
    if (seen.has(name)) tell(path, `the name "${name}" is there twice`, 'Give each a name of its own.');
    seen.add(name);
  }
}
