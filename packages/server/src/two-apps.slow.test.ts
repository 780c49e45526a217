import { fetch } from 'undici';
import { expect, it, onTestFinished } from 'vitest';
import type { App } from './app/app.ts';
import { startApp } from './app/app.ts';
import { baseEnvironment } from './config/base-environment.ts';
import { loadConfiguration } from './config/load.ts';
import { systemClock } from './platform/clock.ts';
import { nodeProgram } from './platform/testing.ts';
import { installation } from './testing.ts';

const proxyMain = nodeProgram(new URL('../../proxy/src/main.ts', import.meta.url));

async function app(): Promise<{ app: App; publicUrl: string; exits: number[] }> {
  const { folder, stateDir, publicUrl } = await installation();
  const exits: number[] = [];
  const flags = { '--state-dir': stateDir, '--listen': '127.0.0.1:0' };
  const loadConfig = () => loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {}, flags });
  const started = await startApp({
    config: loadConfig(),
    loadConfig,
    version: '0.0.0',
    clock: systemClock,
    proxyCommand: [process.execPath, ...proxyMain],
    baseEnv: baseEnvironment(process.env),
    stderr: process.stderr,
    exit: (code) => void exits.push(code),
  });
  onTestFinished(async () => void (await started.stop('the test is over')));
  return { app: started, publicUrl, exits };
}

const patience = { timeout: 90_000 };

it('two control planes live in one process, and neither knows of the other', async () => {
  const [one, two] = [await app(), await app()];
  const serves = (url: string) => fetch(url).then((answer) => answer.text());
  await expect.poll(() => serves(one.publicUrl), patience).toBe('1.0.0');
  await expect.poll(() => serves(two.publicUrl), patience).toBe('1.0.0');

  await one.app.stopAll();
  expect([one.exits, two.exits]).toEqual([[0], []]);
  await expect(serves(one.publicUrl)).rejects.toThrow();
  expect(await serves(two.publicUrl)).toBe('1.0.0');
  expect(await serves(`${two.app.url}/liveness`)).toContain('"alive":true');
});
