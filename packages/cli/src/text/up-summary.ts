import type { Deployment, HealthStatus } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';

/** What `up` prints when it is done. */
export interface Summary {
  readonly service: string;
  readonly environment: string;
  readonly liveVersion: string | null;
  readonly health: HealthStatus;
  readonly proxyUrl: string;
  readonly consoleUrl: string;
  readonly signInUrl: string;
  readonly mode: 'foreground' | 'detached' | 'already';
  /** The first release's. */
  readonly deployment: Deployment | null;
}

export function summaryText(summary: Summary, style: Style): string {
  const places = [
    ['  service', summary.proxyUrl],
    ['  console', summary.consoleUrl],
    ['  sign in', `${summary.signInUrl}  (once, within ten minutes)`],
  ];
  return ['', style.bold(headline(summary)), columns(places), '', ...nextSteps(summary)].join('\n');
}

function headline({ service, environment, liveVersion }: Summary): string {
  return liveVersion === null
    ? `${service} (${environment}) is up; nothing is live yet`
    : `${service} ${liveVersion} serves (${environment})`;
}

function nextSteps({ mode, liveVersion }: Summary): string[] {
  const serves = liveVersion !== null;
  const commands = [
    ['  npx seaworthy status', 'what runs, and how it is'],
    ['  npx seaworthy deploy VERSION --source DIR', serves ? 'ship the next version' : 'make a first version live'],
    ['  npx seaworthy logs -f', 'what the instances write'],
    ...(mode === 'foreground' ? [] : [['  npx seaworthy down', 'stop everything']]),
  ];
  const title = mode === 'foreground' ? 'Try next, in another terminal:' : 'Try next:';
  const end = mode === 'foreground' ? ['', 'Ctrl-C stops everything.'] : [];
  return [title, columns(commands), ...end];
}
