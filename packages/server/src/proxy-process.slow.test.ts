import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLogger } from '@seaworthy/kit';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProxyProcess } from './app/proxy-process.ts';
import { startProxyProcess } from './app/proxy-process.ts';
import { systemClock } from './platform/clock.ts';
import { isRunning, readProcess } from './platform/process-identity.ts';
import { nodeProgram, testFolder } from './platform/testing.ts';
import { freePort, pidsOf } from './testing.ts';

const realProxy = [process.execPath, ...nodeProgram(new URL('../../proxy/src/main.ts', import.meta.url))];

async function bench() {
  const folder = await testFolder();
  const lines: string[] = [];
  const changes: boolean[] = [];
  const options = {
    socket: join(folder, 'proxy.sock'),
    stateFile: join(folder, 'proxy.json'),
    logFile: join(folder, 'proxy.log'),
    cwd: folder,
    workers: 1,
    command: realProxy,
    env: { PATH: process.env['PATH'] ?? '' },
    configuration: {
      service: 'plain',
      listen: `127.0.0.1:${await freePort()}`,
      balance: 'round-robin' as const,
      retries: 2,
    },
    clock: systemClock,
    logger: createLogger({ name: 'proxy', destination: { write: (line: string) => void lines.push(line) } }),
    onChange: (isUp: boolean) => void changes.push(isUp),
  };
  const start = async (over: Partial<typeof options> = {}): Promise<ProxyProcess> => {
    const proxy = await startProxyProcess({ ...options, ...over });
    onTestFinished(async () => {
      proxy.letEnd();
      await proxy.control.stop({ drainMs: 0 }).catch(() => undefined);
      proxy.release();
    });
    return proxy;
  };
  return { folder, changes, start };
}

const pidOf = (proxy: ProxyProcess) => proxy.seen()?.pid ?? 0;
const patience = { timeout: 60_000, interval: 10 };

describe('the proxy process', () => {
  it('outlives whoever started it, and is found again', async () => {
    const { start } = await bench();
    const first = await start();
    const pid = pidOf(first);
    first.release();
    const second = await start();
    expect(pidOf(second)).toBe(pid);
    expect(readProcess(pid)?.groupId).toBe(pid);
  });

  it('is back with another pid soon after it was killed', async () => {
    const { start, changes } = await bench();
    const proxy = await start();
    const pid = pidOf(proxy);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => changes, patience).toEqual([false, true]);
    expect(pidOf(proxy)).not.toBe(pid);
    expect((await proxy.control.state()).listen).toBe(proxy.seen()?.listen);
  });

  it('is not brought back when its end is wanted', async () => {
    const { start, changes } = await bench();
    const proxy = await start();
    const identity = readProcess(pidOf(proxy));
    proxy.letEnd();
    await proxy.control.stop({ drainMs: 0 });
    await expect.poll(() => identity !== undefined && isRunning(identity), patience).toBe(false);
    expect(changes).toEqual([]);
  });

  it('that ends at its start is told with its last words', async () => {
    const { start, folder } = await bench();
    const program = join(folder, 'broken');
    writeFileSync(program, '#!/bin/sh\necho "no space left" > proxy.log; exit 7\n');
    chmodSync(program, 0o755);
    const failing = start({ command: [program] });
    await expect(failing).rejects.toMatchObject({
      code: 'proxy_failed',
      exitCode: 1,
      message: expect.stringMatching(/exit code 7[\s\S]*no space left/),
    });
  });

  it('that cannot listen does not stay behind', async () => {
    const { start, folder } = await bench();
    const first = await start();
    const configuration = {
      service: 'plain',
      listen: first.seen()?.listen ?? '',
      balance: 'round-robin' as const,
      retries: 2,
    };
    const socket = join(folder, 'second.sock');
    const second = start({ configuration, socket, stateFile: join(folder, 'second.json') });
    await expect(second).rejects.toMatchObject({ code: 'port_taken' });
    await expect.poll(() => pidsOf(socket), patience).toEqual([]);
  });

  it('that dies again and again is waited for longer each time', async () => {
    const { start, folder, changes } = await bench();
    const marker = join(folder, 'starts');
    const program = join(folder, 'mortal');
    const proxy = await start();
    writeFileSync(program, `#!/bin/sh\necho x >> ${marker}; exit 1\n`);
    chmodSync(program, 0o755);
    proxy.letEnd();
    const watched = await start({ command: [program] });
    process.kill(pidOf(watched), 'SIGKILL');
    await expect.poll(() => (existsSync(marker) ? readFileSync(marker, 'utf8').length / 2 : 0), patience).toBe(4);
    watched.letEnd();
    expect(changes).toEqual([false]);
  });
});
