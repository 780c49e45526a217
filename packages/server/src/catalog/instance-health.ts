import { HealthReport, HealthStatus } from '@seaworthy/api';
import { request } from 'undici';
import { z } from 'zod';
import type { HealthConfig } from '../config/service-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Instance } from '../ship/runtime/supervisor.ts';
import type { ObservedHealth } from './observed-health.ts';
import { notMeasured } from './observed-health.ts';
import type { SeenTimes } from './seen-times.ts';
import { seenTimes } from './seen-times.ts';

export interface InstanceHealthOptions {
  readonly instances: () => readonly Instance[];
  readonly health: Pick<HealthConfig, 'path' | 'intervalMs' | 'timeoutMs'>;
  readonly clock: Clock;
  /** Told after each round. */
  readonly onRound: () => void;
}

export interface InstanceHealth {
  of(instance: Instance): ObservedHealth;
  /** When it was seen so, and since when; undefined before it was asked. */
  timesOf(instance: Instance): SeenTimes | undefined;
  stop(): void;
}

/** Asks every instance that should answer for its health, all at once, each `interval`. */
export function startInstanceHealth({ instances, health, clock, onRound }: InstanceHealthOptions): InstanceHealth {
  let observed = new Map<string, ObservedHealth>();
  let times = new Map<string, SeenTimes>();
  const stopping = new AbortController();
  const round = async () => {
    const running = instances().filter(({ state }) => state === 'running' || state === 'starting');
    const answers = running.map(
      async (instance) => [keyOf(instance), await ask(instance, health, clock, stopping.signal)] as const,
    );
    observed = new Map(await Promise.all(answers));
    const atMs = clock.now();
    times = new Map([...observed].map(([key, seen]) => [key, seenTimes(times.get(key), seen, atMs)]));
    if (!stopping.signal.aborted) onRound();
  };
  void round();
  const stopRounds = clock.every(health.intervalMs, round);
  return {
    of: (instance) => observed.get(keyOf(instance)) ?? notMeasured,
    timesOf: (instance) => times.get(keyOf(instance)),
    stop() {
      stopRounds();
      stopping.abort();
    },
  };
}

/** A restarted instance is another process: what the one before said does not count for it. */
function keyOf({ id, pid, port }: Instance): string {
  return `${id} ${pid} ${port}`;
}

const maxBodyBytes = 256 * 1024;

async function ask(
  { host, port }: Instance,
  { path, timeoutMs }: InstanceHealthOptions['health'],
  clock: Clock,
  stopping: AbortSignal,
): Promise<ObservedHealth> {
  const startMs = clock.monotonicMs();
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(timeoutMs)]);
  try {
    const answer = await request(`http://${host}:${port}${path}`, { signal, headers: { connection: 'close' } });
    return judgeHealth(answer.statusCode, await readText(answer.body));
  } catch (error) {
    if (stopping.aborted) return notMeasured;
    // The timer itself came far too late: it was this process that stood still, which says nothing of the instance.
    if (clock.monotonicMs() - startMs > 2 * timeoutMs)
      return { ...notMeasured, message: 'not measured: we were too slow' };
    const message = signal.aborted ? `no answer within ${timeoutMs} ms` : `no answer: ${reasonOf(error)}`;
    return { status: 'unhealthy', message, report: null, isSilent: true };
  }
}

/** 200 is healthy unless the body says worse of itself; anything else is unhealthy, unless the body says `unknown`. */
export function judgeHealth(statusCode: number, body: string): ObservedHealth {
  const parsed = parseJson(body);
  const { data: report } = HealthReport.safeParse(parsed);
  const said = statusOf(parsed);
  const otherwise = said === 'unknown' ? 'unknown' : 'unhealthy';
  return {
    status: statusCode === 200 ? (said ?? 'healthy') : otherwise,
    message: report === undefined ? `HTTP ${statusCode}` : summarise(report),
    report: report ?? null,
  };
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > maxBodyBytes) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A health page may be anything; the status code has said enough.
    return undefined;
  }
}

function statusOf(body: unknown): HealthStatus | undefined {
  const { data } = z.object({ status: HealthStatus }).safeParse(body);
  return data?.status;
}

function summarise({ checks, status }: HealthReport): string {
  const bad = Object.entries(checks).filter(([, check]) => check.status !== 'healthy');
  return bad.length === 0 ? status : bad.map(([name, check]) => `${name}: ${check.message}`).join('; ');
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return (error as NodeJS.ErrnoException).code ?? error.message;
}
