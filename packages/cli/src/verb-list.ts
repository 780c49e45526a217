import type { Verb } from './verb.ts';

export interface VerbEntry {
  readonly name: string;
  readonly summary: string;
  readonly group: string;
  /** Asks no control plane, and so needs nothing that could. */
  readonly isAlone?: true;
  /** A verb's file is read when it is used, so that help and version come at once. */
  readonly load: () => Promise<Verb>;
}

export const verbList: readonly VerbEntry[] = [
  entry(
    'Run:',
    'up',
    'start the control plane, the proxy and what was live',
    async () => (await import('./verbs/up.ts')).up,
  ),
  entry('Run:', 'down', 'stop all that `up` started', async () => (await import('./verbs/down.ts')).down),
  entry(
    'Run:',
    'status',
    'the service, its slots and instances, the last deployment',
    async () => (await import('./verbs/status.ts')).status,
  ),
  entry(
    'Ship:',
    'deploy',
    'make a version live, and follow it to its end',
    async () => (await import('./verbs/deploy.ts')).deploy,
  ),
  entry(
    'Ship:',
    'rollback',
    'make the previous version live again',
    async () => (await import('./verbs/rollback.ts')).rollback,
  ),
  entry(
    'Ship:',
    'promote',
    'make the candidate live now, without waiting for what is left',
    async () => (await import('./verbs/steer.ts')).promote,
  ),
  entry('Ship:', 'pause', 'hold the deployment where it is', async () => (await import('./verbs/steer.ts')).pause),
  entry('Ship:', 'resume', 'go on with a paused deployment', async () => (await import('./verbs/steer.ts')).resume),
  entry(
    'Ship:',
    'abort',
    'stop the deployment and roll back what it did',
    async () => (await import('./verbs/steer.ts')).abort,
  ),
  entry(
    'Ship:',
    'approvals',
    'what waits for a second person; approve or reject it',
    async () => (await import('./verbs/approvals.ts')).approvals,
  ),
  entry('Ship:', 'releases', 'what can be made live', async () => (await import('./verbs/releases.ts')).releases),
  entry(
    'Ship:',
    'deployments',
    'what was deployed, and how it ended',
    async () => (await import('./verbs/deployments.ts')).deployments,
  ),
  entry(
    'Look:',
    'health',
    'health of the service and its instances',
    async () => (await import('./verbs/health.ts')).health,
  ),
  entry('Look:', 'logs', 'what the instances wrote', async () => (await import('./verbs/logs.ts')).logs),
  entry(
    'Look:',
    'traces',
    'where the time of requests went; one of them as a waterfall',
    async () => (await import('./verbs/traces.ts')).traces,
  ),
  entry(
    'Look:',
    'alerts',
    'what is wrong or about to be, and what was told of it',
    async () => (await import('./verbs/alerts.ts')).alerts,
  ),
  entry(
    'Look:',
    'silences',
    'what keeps alerts quiet; make and end such',
    async () => (await import('./verbs/silences.ts')).silences,
  ),
  entry(
    'Look:',
    'routes',
    'who is told of which alerts, and why',
    async () => (await import('./verbs/routes.ts')).routes,
  ),
  entry(
    'Look:',
    'receivers',
    'by whom alerts are told of, and whether that gets through',
    async () => (await import('./verbs/receivers.ts')).receivers,
  ),
  entry(
    'Look:',
    'slos',
    'what is promised, and what is left of the error budgets',
    async () => (await import('./verbs/slos.ts')).slos,
  ),
  entry(
    'Look:',
    'telemetry',
    'what is handed on to collectors, and what samples, logs and traces take here',
    async () => (await import('./verbs/telemetry.ts')).telemetry,
  ),
  entry('Look:', 'query', 'ask the samples in PromQL', async () => (await import('./verbs/query.ts')).query),
  entry(
    'Protect:',
    'audit',
    'what was done and by whom, and the proof that the record is whole',
    async () => (await import('./verbs/audit.ts')).audit,
  ),
  entry(
    'Set up:',
    'config',
    'show, check and explain the configuration',
    async () => (await import('./verbs/config.ts')).config,
  ),
  entry(
    'Set up:',
    'doctor',
    'find out why something does not work',
    async () => (await import('./verbs/doctor.ts')).doctor,
  ),
  entry(
    'Set up:',
    'secrets',
    'what instances get and nobody reads; new keys for it',
    async () => (await import('./verbs/secrets.ts')).secrets,
  ),
  entry(
    'Set up:',
    'sign-in',
    'a new link to sign in to the console',
    async () => (await import('./verbs/sign-in.ts')).signIn,
  ),
  entry(
    'Set up:',
    'sessions',
    'where you are signed in; end some of it',
    async () => (await import('./verbs/sessions.ts')).sessions,
  ),
  entry(
    'Set up:',
    'password',
    'set or change your password: asked for, never an argument',
    async () => (await import('./verbs/password.ts')).password,
  ),
  entry('Set up:', 'users', 'who may sign in, and what they are', async () => (await import('./verbs/users.ts')).users),
  entry('Set up:', 'roles', 'what roles allow; make your own', async () => (await import('./verbs/roles.ts')).roles),
  entry(
    'Set up:',
    'tokens',
    'what programs come with: list, make and end such',
    async () => (await import('./verbs/tokens.ts')).tokens,
  ),
  {
    ...entry('Set up:', 'rules', 'check rule files, and run their unit tests', async () => {
      return (await import('./verbs/rules.ts')).rules;
    }),
    isAlone: true,
  },
  {
    ...entry(
      'Set up:',
      'render',
      'write files for other tools from what is configured: dashboards for Grafana',
      async () => {
        return (await import('./verbs/render.ts')).render;
      },
    ),
    isAlone: true,
  },
  {
    ...entry('Set up:', 'version', 'version of the command line and of the control plane here', async () => {
      return (await import('./verbs/version.ts')).version;
    }),
    isAlone: true,
  },
];

function entry(group: string, name: string, summary: string, load: VerbEntry['load']): VerbEntry {
  return { group, name, summary, load };
}
