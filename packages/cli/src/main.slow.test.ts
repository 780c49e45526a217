import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { runningDeployment } from '@seaworthy/api/testing';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { testControlPlane } from './testing.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const binary = fileURLToPath(new URL('../bin/seaworthy.js', import.meta.url));

// Users run what is built; what is up to date already takes a second.
beforeAll(async () => {
  await once(
    spawn(process.execPath, ['node_modules/typescript/bin/tsc', '-b', 'packages/cli'], { cwd: root }),
    'close',
  );
});

it('answers a script with one document on stdout and the exit code', async () => {
  const { folder } = await testControlPlane();
  const { code, stdout, stderr } = await seaworthy('deploy', '1.1.0', '--json', '--state-dir', folder);
  expect({ code, outcome: JSON.parse(stdout).outcome }).toEqual({ code: 0, outcome: 'completed' });
  expect(stderr).toContain('✓ traffic_switch');
});

it('tells a failure in a sentence, without a stack', async () => {
  const { code, stdout, stderr } = await seaworthy('status', '--url', 'http://127.0.0.1:2');
  expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
  expect(stderr).toMatch(
    /^error: The control plane at http:\/\/127\.0\.0\.1:2 cannot be reached\. \(unreachable\)\n {2}what/,
  );
  expect(stderr).not.toMatch(/\n\s+at /);
});

it('does not hang on a peer that accepts and closes at once', async () => {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { code } = await seaworthy('status', '--url', `http://127.0.0.1:${port}`);
  expect(code).toBe(5);
});

it('lets go of a deployment on Ctrl-C', async () => {
  const { folder } = await testControlPlane({
    deploy: () => runningDeployment(1),
    deployment: () => runningDeployment(1),
  });
  const { code, stderr } = await seaworthy('deploy', '1.1.0', '--state-dir', folder, { interruptAt: 'preparation' });
  expect({ code, letGo: stderr.includes('let go of d-0002, which goes on') }).toEqual({ code: 1, letGo: true });
});

it('ends quietly when the reader of its output goes away', async () => {
  const { folder } = await testControlPlane();
  const { code, stderr } = await seaworthy('status', '--state-dir', folder, { closeStdout: true });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
});

interface Manner {
  /** Sends SIGINT when stderr holds this. */
  readonly interruptAt?: string;
  readonly closeStdout?: true;
}

async function seaworthy(...given: (string | Manner)[]) {
  const argv = given.filter((part) => typeof part === 'string');
  const manner = given.find((part) => typeof part !== 'string') ?? {};
  const child = spawn(process.execPath, [binary, ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, isInterrupted] = ['', '', false];
  if (manner.closeStdout) child.stdout.destroy();
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    if (!isInterrupted && manner.interruptAt !== undefined && stderr.includes(manner.interruptAt)) {
      isInterrupted = child.kill('SIGINT');
    }
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}
