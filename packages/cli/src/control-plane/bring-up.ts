import type { Client, Deployment, ServiceStatus } from '@seaworthy/api';
import { CliError } from '../failure.ts';
import type { Host } from '../terminal/host.ts';
import type { Progress } from '../terminal/progress.ts';
import { styleFor } from '../terminal/style.ts';
import { formatDuration } from '../text/duration.ts';
import { createPhasePrinter } from '../text/phase-printer.ts';
import type { Connection } from './connection.ts';
import { firstRelease } from './first-release.ts';
import { follow, hasEnded } from './follow.ts';
import { isAway } from './retry.ts';
import { earlyEnd } from './server-complaint.ts';
import type { ServerProcess } from './server-process.ts';
import { runningServer } from './state-folder.ts';

const answerWithinMs = 60_000;
const proxyWithinMs = 30_000;
const serveWithinMs = 120_000;
const lookMs = 100;

export interface BringUp {
  readonly host: Host;
  readonly folder: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Whether the control plane makes a first release live by itself when nothing is. */
  readonly awaitsRelease: boolean;
  connect(): Connection;
}

export interface BroughtUp {
  readonly status: ServiceStatus;
  /** The first release's, when there was one to make live. */
  readonly deployment: Deployment | undefined;
  /** A first release was to be made live, and was not even begun. */
  readonly isReleaseMissing: boolean;
}

/** Waits until the control plane and the proxy answer and something serves, telling each step. */
export async function bringUp(server: ServerProcess, o: BringUp): Promise<BroughtUp> {
  await step('control plane', o, answerWithinMs, () => controlPlaneAnswers(server, o));
  const { client } = o.connect();
  await step('proxy', o, proxyWithinMs, () => proxyAnswers(client));
  const first = await firstRelease(client, o);
  const deployment = first === undefined ? undefined : await followFirst(first, o);
  const isLive = deployment !== undefined || (await client.call('status', {})).liveVersion !== null;
  if (isLive && isGood(deployment)) await step('service', o, serveWithinMs, () => serves(client)).catch(onlyIfLate);
  return { status: await client.call('status', {}), deployment, isReleaseMissing: o.awaitsRelease && !isLive };
}

/** A service that is not healthy is up all the same: its state is told, and whoever owns it can mend it. */
function onlyIfLate(error: unknown): void {
  if (!(error instanceof CliError)) throw error;
}

/** Not gone wrong; it may still be watched. */
export function isGood(deployment: Deployment | undefined): boolean {
  return deployment === undefined || deployment.outcome === null || deployment.outcome === 'completed';
}

/** Looks until `look` finds what it looks for; that is told, and how long it took. */
async function step(name: string, o: BringUp, withinMs: number, look: () => Promise<string | undefined>) {
  const style = styleFor(o.host.stderr, o.host.env);
  const startedMs = o.host.now();
  o.progress.show((elapsedMs) => `${name.padEnd(17)} ${formatDuration(elapsedMs).padStart(9)}`);
  for (;;) {
    const found = await look();
    const tookMs = o.host.now() - startedMs;
    if (found !== undefined) {
      return o.progress.keep(`${style.good('✓')} ${name.padEnd(17)} ${formatDuration(tookMs).padStart(9)}  ${found}`);
    }
    if (tookMs > withinMs) throw tooLate(name, withinMs, o.folder);
    await o.host.sleep(lookMs, o.signal);
  }
}

function tooLate(name: string, withinMs: number, folder: string): CliError {
  const message = `The ${name} did not come up within ${formatDuration(withinMs)}.`;
  return new CliError('start_failed', message, { hint: `Look into ${folder}/logs, and run \`seaworthy doctor\`.` });
}

async function controlPlaneAnswers(server: ServerProcess, { folder, connect }: BringUp): Promise<string | undefined> {
  const exit = server.exit();
  if (exit) throw earlyEnd(server, exit, folder);
  if (runningServer(folder)?.pid !== server.id.pid) return undefined;
  try {
    const { client, url } = connect();
    await client.call('version', {});
    return `answers on ${url}`;
  } catch (error) {
    if (isAway(error)) return undefined;
    throw error;
  }
}

async function proxyAnswers(client: Client): Promise<string | undefined> {
  const { proxy } = await client.call('status', {});
  return proxy.reachable ? `answers on http://${proxy.listen}` : undefined;
}

async function serves(client: Client): Promise<string | undefined> {
  const { health, liveVersion, slots } = await client.call('status', {});
  if (liveVersion === null || (health !== 'healthy' && health !== 'degraded')) return undefined;
  const count = slots.flatMap(({ share, instances }) => (share > 0 ? instances : [])).length;
  return `${liveVersion} serves, ${health}, ${count} instance${count === 1 ? '' : 's'}`;
}

/** To its end, or to where it waits for a person. */
async function followFirst(deployment: Deployment, o: BringUp): Promise<Deployment> {
  const print = createPhasePrinter(o.host, o.progress);
  o.progress.keep(`first release: ${deployment.service} ${deployment.version}`);
  const last = await follow(deployment.id, {
    ...o,
    onChange: print,
    onAway: () => o.progress.keep('the control plane is away; waiting for it to come back'),
    isOver: (now) => hasEnded(now) || now.paused,
  });
  o.progress.end();
  return last;
}
