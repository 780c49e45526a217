import {
  Argv,
  ByteSize,
  CpuAmount,
  Duration,
  hints,
  ListenAddress,
  Name,
  Ratio,
  Text,
  UrlPath,
} from '@seaworthy/kit/config';
import { z } from 'zod';
import { AlertingFile, SilencesSection } from './alerting-section.ts';
import { ApprovalsSection } from './approvals-section.ts';
import { AuditSection } from './audit-section.ts';
import { DashboardsSection } from './dashboards-section.ts';
import { environments } from './environments.ts';
import { ForwardSection } from './forward-section.ts';
import { InjectSection } from './inject-section.ts';
import { LogsSection } from './logs-section.ts';
import { CheckedMetrics } from './metrics-checks.ts';
import { choice, later } from './planned.ts';
import { presetList, RulesSection } from './rules-section.ts';
import { ServerSection } from './server-section.ts';
import { balances } from './service-config.ts';
import { SlosSection } from './slos-section.ts';
import { StatusPageSection } from './status-page-section.ts';
import { TracesSection } from './traces-section.ts';

const Runtime = z.strictObject({
  kind: choice(['process', 'docker', 'kubernetes'], ['process'])
    .prefault('process')
    .describe('Where instances run: process. docker and kubernetes come later.'),
  command: Argv.describe("Program and arguments; run in the release's own folder."),
  instances: z.int().min(1).max(64).default(1).describe('Running copies in each slot.'),
  env: z.record(z.string(), Text).default({}).describe('Environment variables of the instances.'),
  inject: InjectSection.default([]).describe(
    'Secrets that instances get, as variables or as files; never stored in clear.',
  ),
  stopTimeout: Duration.prefault('10s').describe('From SIGTERM to SIGKILL.'),
  resources: z
    .strictObject({
      cpu: CpuAmount.optional().describe('Cores. Not enforced for processes yet.'),
      memory: ByteSize.optional().describe('Bytes. Not enforced for processes yet.'),
    })
    .optional(),
});

const Traffic = z.strictObject({
  kind: choice(['builtin', 'haproxy', 'nginx', 'caddy', 'kubernetes'], ['builtin'])
    .prefault('builtin')
    .describe('What carries the requests: builtin. The others come later.'),
  listen: ListenAddress.prefault(8080).describe('Where users reach the service: port or host:port.'),
  drainTimeout: Duration.prefault('30s').describe('How long the old slot may finish its requests.'),
  balance: choice(balances, ['round-robin', 'least-connections', 'weighted', 'response-time'])
    .prefault('round-robin')
    .describe('How requests are spread over the instances of a slot.'),
});

const Health = z.strictObject({
  path: UrlPath.prefault('/health').describe('Asked for the state that is shown.'),
  readiness: UrlPath.prefault('/readiness').describe('Asked before, and while, an instance gets requests.'),
  interval: Duration.prefault('5s').describe('Between two questions.'),
  timeout: Duration.prefault('10s').describe('Of one question.'),
  deadline: Duration.prefault('300s').describe('How long a new instance may take until it is ready.'),
});

const HttpStep = z.strictObject({
  http: z
    .string()
    .regex(/^(GET|HEAD|POST|PUT|DELETE|OPTIONS) \/\S*$/)
    .register(hints, { expected: 'a method and a path', example: 'GET /readiness', fix: fixHttpStep })
    .describe('A request to each new instance.'),
  status: z.int().min(100).max(599).default(200).describe('The answer that passes.'),
  timeout: Duration.prefault('30s').describe('Of the request.'),
});

const CommandStep = z.strictObject({
  command: Argv.describe("A program that must exit with 0; run in the release's own folder."),
  timeout: Duration.prefault('600s').describe('After which it is stopped and has failed.'),
});

const CanaryStep = z.strictObject({
  weight: Ratio.describe('Share of the traffic that the new version gets.'),
  pause: Duration.prefault('30s').describe('How long this share is watched.'),
});

const Analysis = z.strictObject({
  window: Duration.prefault('60s').describe('How long the new version is watched after the switch.'),
  interval: Duration.prefault('5s').describe('Between two looks.'),
  errorRate: Ratio.prefault('10%').describe('More failed requests than this roll back.'),
  latencyRatio: z.number().gt(1).default(2).describe('So many times slower than before rolls back.'),
  minRequests: z.int().min(1).default(20).describe('Fewer requests than this prove nothing.'),
  onInconclusive: z
    .enum(['complete', 'pause', 'roll_back'])
    .default('complete')
    .describe('What to do when nothing could be proven.'),
  queries: z
    .array(z.unknown())
    .max(0)
    .register(hints, { expected: 'an empty list', fix: () => 'Remove it: PromQL checks come with metrics.' })
    .default([])
    .describe('PromQL checks. Not supported yet.'),
});

const ReleaseKeys = z.strictObject({
  strategy: choice(['blue-green', 'canary', 'rolling'], ['blue-green', 'canary'])
    .prefault('blue-green')
    .describe('How a new version takes over. rolling comes later.'),
  settle: Duration.prefault('2s').describe('Waited after the start, and after the switch.'),
  canary: z
    .strictObject({
      steps: z
        .array(CanaryStep)
        .min(1)
        .prefault(['5%', '25%', '50%'].map((weight) => ({ weight, pause: '30s' })))
        .describe('Shares of the traffic, one after the other.'),
    })
    .prefault({}),
  validation: z
    .array(z.union([HttpStep, CommandStep]))
    .default([])
    .describe('Must pass before the new version gets traffic.'),
  source: Text.optional().describe('Folder or archive of the first release; `up` deploys it when nothing is live yet.'),
  version: Text.check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,62}$/))
    .register(hints, {
      expected: 'a version of letters, digits and . _ + -, at most 63 of them',
      example: '1.0.0',
      verbatim: true,
    })
    .optional()
    .describe('Version of the first release.'),
  analysis: Analysis.prefault({}),
  keepPrevious: Duration.prefault('10m').describe('How long the old slot stays warm for an instant rollback.'),
  migrate: z
    .strictObject({
      command: Argv.describe("Brings the data up to date; run in the new release's own folder, before the switch."),
      pauseTraffic: z.boolean().default(false).describe('Hold requests back while it runs.'),
      timeout: Duration.prefault('300s').describe('After which it is stopped and has failed.'),
    })
    .optional(),
});

/** A first release needs both; half of it would silently deploy nothing. */
const Release = ReleaseKeys.superRefine(({ source, version }, context) => {
  if ((source === undefined) === (version === undefined)) return;
  const [given, absent, example] = source === undefined ? ['version', 'source', '.'] : ['source', 'version', '1.0.0'];
  const params = { fix: `Add "${absent}: ${example}" beside it.` };
  context.addIssue({ code: 'custom', path: [given], message: `is given without release.${absent}`, params });
});

/** `seaworthy.yaml`, exactly as it may be written. `normalize` turns it into what the control plane works with. */
export const ServiceFile = z.strictObject({
  service: Name.describe('Name of the service.'),
  environment: z.enum(environments).default('local').describe('Also chosen by DEPLOYMENT_ENV.'),
  runtime: Runtime,
  traffic: Traffic.prefault({}),
  health: Health.prefault({}),
  release: Release.prefault({}),
  metrics: CheckedMetrics.prefault({}),
  forward: ForwardSection.prefault({}),
  logs: LogsSection.prefault({}),
  traces: TracesSection.prefault({}),
  rules: RulesSection.default(['preset:seaworthy']).describe(
    `Rule files in Prometheus' format; paths are relative to this file. These come with Seaworthy: ${presetList}.`,
  ),
  alerting: AlertingFile.optional().describe(
    "A file in Alertmanager's configuration format: who is told of which alerts, and how. Without it, alerts are written to the control plane's log.",
  ),
  dashboards: DashboardsSection.default([]).describe(
    'Files of dashboards, beside those that come with Seaworthy; paths are relative to this file.',
  ),
  silences: SilencesSection.prefault({}),
  approvals: ApprovalsSection.prefault({}),
  escalations: later('Who is called, and when the next one.'),
  audit: AuditSection.prefault({}),
  statusPage: StatusPageSection.optional(),
  slos: SlosSection.default([]).describe('Service level objectives: what is promised, counted and told.'),
  scaling: later('Instances by load.'),
  backups: later('What is backed up, when, and how a restore is proven.'),
  maintenance: later('Maintenance windows.'),
  runbooks: later('Runbook files.'),
  retention: later('How long data is kept.'),
  server: ServerSection.prefault({}),
});
export type ServiceFile = z.output<typeof ServiceFile>;

function fixHttpStep(input: unknown): string {
  return typeof input === 'string' && /^\/\S*$/.test(input) ? `Write GET ${input}.` : 'Write GET /readiness.';
}
