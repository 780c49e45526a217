import { formatDuration, formatRatio } from '@seaworthy/kit/config';
import { LATENCY_BOUNDS_MS } from '@seaworthy/proxy/control';
import { sloWindowsMs } from './slo-config.ts';
import { countingMistake } from './slo-query.ts';

/** An objective as the section reads it; in a file that has other mistakes too, any of it may be missing. */
interface Given {
  readonly name: string;
  readonly objective: number;
  readonly description?: string | undefined;
  readonly window: number;
  readonly availability?: true | undefined;
  readonly latency?: { readonly threshold: number } | undefined;
  readonly errors?: string | undefined;
  readonly good?: string | undefined;
  readonly total?: string | undefined;
  readonly probe?: string | undefined;
  readonly labels: Texts;
  readonly annotations: Texts;
  readonly alerting: { readonly page: Told; readonly ticket: Told };
}

type Texts = Readonly<Record<string, string>>;
interface Told {
  readonly labels: Texts;
  readonly annotations: Texts;
}

type Path = (string | number)[];
type Tell = (path: Path, message: string, fix: string) => void;

interface Context {
  addIssue(issue: { code: 'custom'; path: Path; message: string; params: { fix: string } }): void;
}

/** Below it, somebody has written the share that may be bad. */
const LOWEST_OBJECTIVE = 0.5;
const NO_TEMPLATE = 'is taken as it is: templates are not read here';
const OWN_LABELS = ['alertname', 'slo', 'service', 'severity'];

/** Rules about values of one objective that are each fine alone. */
export function checkSlo(slo: Given, context: Context): void {
  const tell: Tell = (path, message, fix) => context.addIssue({ code: 'custom', path, message, params: { fix } });
  checkObjective(slo.objective, tell);
  checkWindow(slo.window, tell);
  checkIndicator(slo, tell);
  checkTexts(slo, tell);
}

export function checkNames(slos: readonly Pick<Given, 'name'>[], context: Context): void {
  const names = slos.map(({ name }) => name);
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) === index) continue;
    const message = `the name "${name}" is there twice`;
    context.addIssue({
      code: 'custom',
      path: [index, 'name'],
      message,
      params: { fix: 'Give each a name of its own.' },
    });
  }
}

function checkObjective(objective: number, tell: Tell): void {
  if (objective >= 1) {
    tell(['objective'], '100% leaves no budget: one failure ever would break it', 'Write what you can keep: 99.9%.');
  } else if (objective < LOWEST_OBJECTIVE) {
    const fix = `Write the share that must be good: ${formatRatio(1 - objective)}.`;
    tell(['objective'], `says that only ${formatRatio(objective)} must be good`, fix);
  }
}

function checkWindow(windowMs: number, tell: Tell): void {
  if (sloWindowsMs.includes(windowMs)) return;
  const known = sloWindowsMs.map(formatDuration);
  const [shortest = 0] = sloWindowsMs;
  const why = windowMs < shortest ? 'is too short to tell slow losses from fast ones' : 'is no window that is offered';
  tell(['window'], why, `Write ${known.slice(0, -1).join(', ')} or ${known.at(-1)}.`);
}

function checkIndicator(slo: Given, tell: Tell): void {
  const counted = (['errors', 'good'] as const).filter((key) => slo[key] !== undefined);
  const others = (['availability', 'latency', 'probe'] as const).filter((key) => slo[key] !== undefined);
  const found = [...others, ...counted];
  const known = 'availability: true, latency, errors and total, good and total, or probe';
  if (found.length === 0 && slo.total === undefined) tell([], 'says nothing that is counted', `Add one of ${known}.`);
  if (found.length > 1)
    tell([found[1] ?? ''], `stands beside ${found[0]}`, 'Keep one of them: each has a name of its own.');
  if (slo.total !== undefined && counted.length === 0) {
    tell(['total'], 'is given without errors or good', 'Add what of it is bad: "errors: …".');
  }
  if (slo.total === undefined && counted[0] !== undefined) {
    tell([counted[0]], 'is given without total', 'Add "total: …" beside it.');
  }
  checkThreshold(slo.latency?.threshold, tell);
  for (const key of ['errors', 'good', 'total'] as const) checkQuery(key, slo[key], tell);
}

function checkThreshold(thresholdMs: number | undefined, tell: Tell): void {
  if (thresholdMs === undefined || LATENCY_BOUNDS_MS.includes(thresholdMs)) return;
  const bounds = LATENCY_BOUNDS_MS.map((ms) => (ms < 1000 ? `${ms}ms` : `${ms / 1000}s`)).join(', ');
  tell(
    ['latency', 'threshold'],
    "is no bound of the proxy's histogram, so nobody counts it",
    `Write one of ${bounds}.`,
  );
}

function checkQuery(key: string, query: string | undefined, tell: Tell): void {
  const mistake = query === undefined ? undefined : countingMistake(query);
  if (mistake !== undefined) tell([key], mistake.message, mistake.fix);
}

function checkTexts({ description, labels, annotations, alerting }: Given, tell: Tell): void {
  if (description?.includes('{{')) tell(['description'], NO_TEMPLATE, 'Write it out.');
  const { page, ticket } = alerting;
  const told: [Path, Told][] = [
    [[], { labels, annotations }],
    [['alerting', 'page'], page],
    [['alerting', 'ticket'], ticket],
  ];
  for (const [path, texts] of told) {
    for (const name of Object.keys(texts.labels).filter((each) => OWN_LABELS.includes(each))) {
      const fix = name === 'severity' ? 'Write alerting.page.severity or alerting.ticket.severity.' : 'Remove it.';
      tell([...path, 'labels', name], 'is given by Seaworthy', fix);
    }
    for (const kind of ['labels', 'annotations'] as const) {
      for (const [name, text] of Object.entries(texts[kind])) {
        if (text.includes('{{')) tell([...path, kind, name], NO_TEMPLATE, 'Write it out.');
      }
    }
  }
}
