import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Handlers, Stub } from '@seaworthy/api/testing';
import {
  sampleAlert,
  sampleDeployment,
  sampleLine,
  sampleLines,
  sampleLink,
  sampleNotification,
  sampleOperation,
  sampleOutcome,
  sampleReceiver,
  sampleReceiverTest,
  sampleRelease,
  sampleRole,
  sampleRoute,
  sampleSeen,
  sampleSilence,
  sampleStatus,
  sampleTime,
  sampleToken,
  sampleTrace,
  sampleTraceSummary,
  sampleTraffic,
  sampleUser,
  startStub,
} from '@seaworthy/api/testing';
import { onTestFinished } from 'vitest';
import { startTimeOf } from './control-plane/process-table.ts';
import type { ExitCode } from './failure.ts';
import { run } from './run.ts';
import type { Host } from './terminal/host.ts';

export const testNow = Date.parse('2026-03-01T10:02:00.000Z');

export interface TestHost extends Host {
  out(): string;
  err(): string;
  /** What Ctrl-C does. */
  interrupt(): void;
}

export function testHost(over: Partial<Host> & { isTerminal?: boolean } = {}): TestHost {
  const [out, err]: string[][] = [[], []] as [string[], string[]];
  const listeners = new Set<() => void>();
  let ids = 0;
  const sink = (lines: string[] = []) => ({
    write: (text: string) => void lines.push(text),
    isTerminal: over.isTerminal ?? false,
    columns: 100,
  });
  return {
    env: {},
    cwd: '/work',
    stdout: sink(out),
    stderr: sink(err),
    secretInput: { isTerminal: false, readAll: async () => '', readHidden: async () => undefined },
    now: () => testNow,
    // Waits are over at once; what a wait is for is still awaited, one turn of the event loop later.
    sleep: (_, signal) =>
      new Promise((resolve, reject) => {
        setImmediate(() => (signal?.aborted ? reject(signal.reason) : resolve()));
      }),
    every: () => () => {},
    newId: () => `id-${++ids}`,
    catchSignals(onSignal) {
      listeners.add(onSignal);
      return () => listeners.delete(onSignal);
    },
    serverCommand: () => ['false'],
    ...over,
    out: () => (out ?? []).join(''),
    err: () => (err ?? []).join(''),
    interrupt: () => listeners.forEach((listener) => void listener()),
  };
}

/** A control plane where every route answers something whole, over a state folder that leads to it. */
export async function testControlPlane(handlers: Handlers = {}): Promise<Stub & { folder: string }> {
  const stub = await startStub({ ...calmHandlers(), ...handlers });
  const folder = testStateFolder(stub.url, stub.token);
  onTestFinished(() => stub.close());
  return { ...stub, folder };
}

/** As the control plane leaves it: where it answers, and the key of the command line. */
export function testStateFolder(url: string, token: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-cli-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const name of ['run', 'keys']) mkdirSync(join(folder, name));
  const record = { pid: process.pid, startTime: startTimeOf(process.pid), url, version: '0.1.0' };
  writeFileSync(join(folder, 'run', 'server.json'), JSON.stringify(record));
  writeFileSync(join(folder, 'keys', 'cli.token'), `${token}\n`, { mode: 0o600 });
  return folder;
}

/** Runs a command line in this process, against a control plane of `testControlPlane`. */
export async function runVerb(
  argv: readonly string[],
  at: { folder: string },
  host: TestHost = testHost(),
): Promise<{ exit: ExitCode; out: string; err: string }> {
  const exit = await run([...argv, '--state-dir', at.folder], host);
  return { exit, out: host.out(), err: host.err() };
}

const sampleRange = { from: '2026-03-01T09:02:00.000Z', to: '2026-03-01T10:02:00.000Z' };

function calmHandlers(): Handlers {
  return {
    status: () => sampleStatus(),
    version: () => ({ version: '0.1.0', node: 'v20.20.2' }),
    traffic: () => sampleTraffic(),
    instances: () => ({ items: [sampleSeen('green')] }),
    deploy: ({ body }) => sampleDeployment({ version: body.version }),
    rollback: () => sampleDeployment({ version: '1.0.0', fromVersion: '1.1.0', slot: 'blue' }),
    deployment: () => sampleDeployment(),
    deployments: () => ({ items: [sampleDeployment()], nextCursor: null }),
    promote: () => sampleDeployment(),
    pause: () => sampleDeployment(),
    resume: () => sampleDeployment(),
    abort: () => sampleDeployment(),
    releases: () => ({ items: [sampleRelease()], nextCursor: null }),
    logs: () => sampleLines(sampleLine()),
    traces: () => ({ items: [sampleTraceSummary()], nextCursor: null, isCutShort: false }),
    trace: () => sampleTrace(),
    traceStatistics: () => ({ items: [sampleOperation()], traces: 120, ...sampleRange, isCutShort: false }),
    config: () => ({
      environment: 'local',
      values: { service: 'doorbell', traffic: { listen: '127.0.0.1:8080' } },
      sources: { service: 'seaworthy.yaml:1' },
    }),
    reloadConfig: () => ({ needsRestart: ['traffic.listen'] }),
    createSignInLink: () => ({ url: 'http://127.0.0.1:7070/sign-in#swc_1', expiresAt: '2026-03-01T10:12:00.000Z' }),
    ...accessHandlers,
    alerts: () => ({ items: [sampleAlert()], nextCursor: null }),
    silences: () => ({ items: [sampleSilence()], nextCursor: null }),
    previewSilence: () => ({ muted: [sampleAlert()], count: 1, quietAlready: 0, firing: 3 }),
    createSilence: ({ body }) => sampleSilence({ matchers: body.matchers, comment: body.comment }),
    expireSilence: ({ params }) => sampleSilence({ id: params.id, state: 'expired' }),
    alertRouting: () => ({ items: [sampleRoute()] }),
    testAlertRouting: () => ({ at: sampleTime, items: [sampleOutcome()] }),
    receivers: () => ({ items: [sampleReceiver()] }),
    testReceiver: ({ params }) => ({ ...sampleReceiverTest(), receiver: params.name }),
    notifications: () => ({ items: [sampleNotification()], nextCursor: null }),
    events: ({ signal }) => oneEvent(signal),
  };
}

const accessHandlers: Handlers = {
  users: () => ({ items: [sampleUser()], nextCursor: null }),
  addUser: ({ body }) => ({ user: sampleUser(body), signIn: sampleLink() }),
  changeUser: ({ params, body }) => sampleUser({ name: params.name, disabled: body.disabled ?? false }),
  removeUser: () => ({ ok: true }),
  resetUser: () => sampleLink(),
  endUserSessions: () => ({ ended: 2 }),
  roles: () => ({ items: [sampleRole()], permissions: ['service:read'] }),
  setRole: ({ params, body }) => sampleRole({ ...params, permissions: body.permissions }),
  removeRole: () => ({ ok: true }),
  tokens: () => ({ items: [sampleToken()], nextCursor: null }),
  createToken: ({ body }) => ({ token: sampleToken({ name: body.name }), text: 'swt_1' }),
  revokeToken: () => ({ ok: true }),
};

async function* oneEvent(signal: AbortSignal) {
  yield { id: 1, time: sampleTime, type: 'traffic' as const, traffic: sampleTraffic() };
  await gone(signal);
}

/** Resolves when the client has gone. */
export function gone(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
