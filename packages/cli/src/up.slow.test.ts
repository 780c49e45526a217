import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { kill } from './control-plane/process-table.ts';
import { runningServer } from './control-plane/state-folder.ts';
import { run } from './run.ts';
import type { TestHost } from './testing.ts';
import { testHost } from './testing.ts';

const fakeServer = fileURLToPath(new URL('./fake-server/testing.ts', import.meta.url));
const bundles = mkdtempSync(join(tmpdir(), 'seaworthy-up-bundle-'));
const command = [process.execPath, join(bundles, 'fake-server.mjs')];

// Compiled once, and not at every start.
beforeAll(() =>
  build({
    ...{ entryPoints: [fakeServer], outfile: join(bundles, 'fake-server.mjs'), conditions: ['source'] },
    ...{ bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning' },
  }),
);
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

describe('up, in the foreground', () => {
  it('tells each step, where everything is, and stops everything on Ctrl-C', async () => {
    const place = testPlace();
    const running = place.up();
    await vi.waitFor(() => expect(place.host.out()).toContain('Ctrl-C stops everything.'), waiting);
    expect(place.host.out()).toContain('doorbell 1.0.0 serves (local)');
    expect(place.host.out()).toContain('http://console/sign-in#swc_1');
    expect(place.host.err()).toMatch(
      /✓ control plane .*\n✓ proxy .*\nfirst release: doorbell 1.0.0\n[\s\S]*✓ service .*\n/,
    );
    place.host.interrupt();
    expect(await running).toBe(0);
    expect(runningServer(place.folder)).toBeUndefined();
  });

  it('starts the control plane again when it is killed, and ends when somebody runs `down`', async () => {
    const place = testPlace();
    const running = place.up();
    await vi.waitFor(() => expect(place.host.out()).toContain('Ctrl-C'), waiting);
    const first = runningServer(place.folder)?.pid ?? 0;
    process.kill(first, 'SIGKILL');
    await vi.waitFor(() => expect(runningServer(place.folder)?.pid).not.toBe(first), waiting);
    await vi.waitFor(() => expect(runningServer(place.folder)).toBeDefined(), waiting);
    expect(place.host.err()).toContain('the control plane was killed by SIGKILL; traffic goes on');
    expect(await place.run('down')).toBe(0);
    expect(await running).toBe(0);
    expect(place.host.err()).toContain('the control plane was stopped');
  });

  it('says what is left when not everything ends, and kills it on a second Ctrl-C', async () => {
    const place = testPlace('stubborn');
    const running = place.up();
    await vi.waitFor(() => expect(place.host.out()).toContain('Ctrl-C'), waiting);
    place.host.interrupt();
    await vi.waitFor(() => expect(runningServer(place.folder)).toBeUndefined(), waiting);
    place.host.interrupt();
    expect(await running).toBe(0);
    expect(place.host.err()).toMatch(/; killed: .*instance doorbell-blue-1 \(process \d+\)/);
  });

  it('leaves one that runs already as it is', async () => {
    const place = testPlace();
    expect(await place.up('--detach')).toBe(0);
    const first = runningServer(place.folder)?.pid;
    expect(await place.up()).toBe(0);
    expect(place.host.err()).toContain('a control plane runs here already');
    expect(runningServer(place.folder)?.pid).toBe(first);
    expect(await place.run('down')).toBe(0);
  });
});

describe('up --detach', () => {
  it('prints one document, and leaves all running', async () => {
    const place = testPlace();
    expect(await place.up('--detach', '--json')).toBe(0);
    const document = JSON.parse(place.host.out());
    expect(document).toMatchObject({ service: 'doorbell', liveVersion: '1.0.0', deployment: { outcome: 'completed' } });
    expect(runningServer(place.folder)?.url).toBe(document.consoleUrl);
    expect(await place.run('down')).toBe(0);
  });

  it('fails when the first release does, with its reason', async () => {
    const place = testPlace('first-fails');
    expect(await place.up('--detach')).toBe(1);
    expect(place.host.err()).toContain(
      'failed: doorbell 1.0.0 in deployment: The process ended with 1. (start_failed)',
    );
    expect(await place.run('down')).toBe(0);
  });
});

describe('a control plane that does not start', () => {
  it('is shown in its own words, with its exit code', async () => {
    const place = testPlace('bad-config');
    expect(await place.up()).toBe(2);
    expect(place.host.err()).toMatch(/^seaworthy.yaml:2:3 {2}traffic.listen .*\n$/);
  });

  it('is told of even when it says nothing', async () => {
    const place = testPlace('silent');
    expect(await place.up('--json')).toBe(1);
    expect(place.host.err()).toContain('error: The control plane ended with exit code 7 before it answered.');
    expect(JSON.parse(place.host.out())).toMatchObject({ error: { code: 'start_failed' } });
  });
});

describe('down', () => {
  it('stops what a killed control plane left running, by starting it once more', async () => {
    const place = testPlace();
    await place.up('--detach');
    process.kill(runningServer(place.folder)?.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(runningServer(place.folder)).toBeUndefined(), waiting);
    expect(await place.run('down')).toBe(0);
    expect(place.host.err()).toContain('it is started once more to stop what it left running');
  });

  it('names what does not end', async () => {
    const place = testPlace('stubborn');
    await place.up('--detach');
    expect(await place.run('down')).toBe(1);
    expect(place.host.err()).toMatch(/there still run: instance doorbell-blue-1 \(process \d+\)\. \(not_stopped\)/);
  });

  it('kills what does not end, with --force', async () => {
    const place = testPlace('stubborn');
    await place.up('--detach');
    expect(await place.run('down', '--force')).toBe(0);
    expect(place.host.err()).toMatch(/; killed: instance doorbell-blue-1 \(process \d+\)/);
  });

  it('has nothing to do where nothing runs', async () => {
    const place = testPlace();
    expect(await place.run('down')).toBe(0);
    expect(place.host.out()).toContain('Nothing runs in');
  });
});

/** The fake control plane writes down each process that it starts, and its own. */
function endAll(file: string): void {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
  for (const line of lines) {
    const [pid = '', startTime = ''] = line.split(' ');
    kill({ pid: Number(pid), startTime });
  }
}

const waiting = { timeout: 90_000, interval: 20 };

interface Place {
  readonly folder: string;
  readonly host: TestHost;
  up(...argv: string[]): Promise<number>;
  run(...argv: string[]): Promise<number>;
}

function testPlace(how = ''): Place {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-up-'));
  const file = join(folder, 'seaworthy.yaml');
  const yaml = 'service: doorbell\nruntime: {command: [node, server.js]}\nrelease: {source: ., version: 1.0.0}\n';
  writeFileSync(file, yaml);
  const state = join(folder, 'state');
  const startedMs = Date.now();
  const host = testHost({
    cwd: folder,
    env: { PATH: process.env['PATH'], FAKE_SERVER: how },
    // Five times as fast: what takes 10 s to be given up takes 2.
    now: () => startedMs + 5 * (Date.now() - startedMs),
    sleep: (ms, signal) => sleep(ms / 5, undefined, signal === undefined ? {} : { signal }),
    serverCommand: () => command,
  });
  onTestFinished(() => {
    endAll(join(state, 'run', 'started'));
    rmSync(folder, { recursive: true, force: true });
  });
  const runHere = (...argv: string[]) => run([...argv, '--state-dir', state], host);
  return { folder: state, host, run: runHere, up: (...argv) => runHere('up', '-f', file, ...argv) };
}
