import { expect, it } from 'vitest';
import { readProcess } from '../../platform/process-identity.ts';
import { runCommandStep } from './command-step.ts';
import { killLeftovers } from './leftovers.ts';

const signal = new AbortController().signal;
const node = (script: string, timeoutMs = 5_000, env: Record<string, string> = {}) => ({
  argv: [process.execPath, '-e', script],
  directory: '/',
  env: { PATH: '/usr/bin:/bin', ...env },
  timeoutMs,
});

it.each([
  ['exits 0', node('console.log("all well")'), 'pass', 'exited 0', 'all well'],
  ['exits 3', node('console.error("no database"); process.exit(3)'), 'fail', 'exited 3', 'no database'],
  [
    'runs too long',
    node('console.log("begun"); setInterval(() => {}, 1000)', 300),
    'fail',
    'still running after 0.3 s',
    '',
  ],
  ['does not exist', { ...node(''), argv: ['/no/such/program'] }, 'fail', 'could not be started', 'ENOENT'],
  ['sees only what it is given', node('console.log(Object.keys(process.env).join())'), 'pass', 'exited 0', 'PATH\n'],
] as const)('a command that %s', async (_what, command, verdict, reason, detail) => {
  const found = await runCommandStep(command, signal);
  expect(found.verdict).toBe(verdict);
  expect(found.reason).toContain(reason);
  expect(found.detail).toContain(detail);
});

it('leaves nothing running behind a command that ended', async () => {
  const child = "require('child_process').spawn('sleep', ['600'], {stdio: 'inherit'})";
  const found = await runCommandStep(node(`console.log(${child}.pid); process.exit(0)`), signal);
  expect(found.verdict).toBe('pass');
  const left = () => readProcess(Number(found.detail));
  await expect.poll(() => left() === undefined || left()?.isZombie).toBe(true);
});

it('kills the command when it is called off', async () => {
  const calling = new AbortController();
  const running = runCommandStep(node('setInterval(() => {}, 1000)'), calling.signal);
  calling.abort(new Error('called off'));
  await expect(running).rejects.toThrow('called off');
});

it('finds a command of an earlier life by its marker', async () => {
  const marker = { name: 'TEST_LEFTOVER', value: `of-${process.pid}` };
  const running = runCommandStep(node('setInterval(() => {}, 1000)', 30_000, { [marker.name]: marker.value }), signal);
  await expect.poll(() => killLeftovers(marker)).toBe(1);
  expect(await running).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('killed by a signal') });
  expect(killLeftovers(marker)).toBe(0);
});
