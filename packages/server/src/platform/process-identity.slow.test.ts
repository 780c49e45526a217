import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { isRunning, listPids, ownProcess, readEnvironment, readProcess } from './process-identity.ts';

it('knows its own process', () => {
  expect(isRunning(ownProcess())).toBe(true);
  expect(listPids()).toContain(process.pid);
});

it('tells a process from a later one with the same pid', () => {
  expect(isRunning({ pid: process.pid, startTime: '1@00000000' })).toBe(false);
});

it('sees the environment and the end of a child, whatever the child calls itself', async () => {
  const child = spawn('/bin/bash', ['-c', 'exec -a "a) Z (b" sleep 60'], {
    env: { MARK: 'here=there' },
    detached: true,
  });
  await once(child, 'spawn');
  const pid = child.pid ?? 0;
  const facts = readProcess(pid);
  expect(facts).toMatchObject({ pid, groupId: pid, isZombie: false });
  expect(readEnvironment(pid)?.get('MARK')).toBe('here=there');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning({ pid, startTime: facts?.startTime ?? '' })).toBe(false);
});

it('takes a zombie for dead', async () => {
  // The shell becomes a `sleep`, which takes no notice of the end of the child that the shell had started.
  const script = 'sleep 60 & echo $!; exec sleep 60';
  const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  const [line] = await once(parent.stdout, 'data');
  const pid = Number(String(line));
  while (!readFileSync(`/proc/${parent.pid}/comm`, 'utf8').startsWith('sleep')) await turn();
  process.kill(pid, 'SIGKILL');
  while (readProcess(pid)?.isZombie === false) await turn();
  expect(readProcess(pid)).toMatchObject({ isZombie: true });
  expect(isRunning({ pid, startTime: readProcess(pid)?.startTime ?? '' })).toBe(false);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
