import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { GuideStep } from './guide.ts';
import { missingLine, readGuide } from './guide.ts';
import { eventually, freePorts, kill, processesOf, run } from './seaworthy.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const guides = join(root, 'docs/guides');
const binary = join(root, 'packages/cli/bin/seaworthy.js');
/** From the start of the doorbell, with what has to be built, to its sign-in link. */
const backgroundMs = 180_000;
/** No guide in a folder of its own ships a version that is slow, but any may run beside what makes the machine so. */
const unhurried = { SEAWORTHY_RELEASE__ANALYSIS__LATENCY_RATIO: '1000' };

// Side by side: who reads a guide waits most of the time.
describe.concurrent.each(readdirSync(guides))('the guide %s', async (name) => {
  const { place, steps } = readGuide(join(guides, name));
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-guide-'));
  const outputs = mkdtempSync(join(tmpdir(), 'seaworthy-guide-output-'));
  const stateFolder = join(folder, '.seaworthy');
  const [proxyPort, apiPort] = await freePorts(2);
  const inBackground: ChildProcess[] = [];
  const env = {
    ...process.env,
    SEAWORTHY_LISTEN: `127.0.0.1:${apiPort}`,
    ...(place === 'repository'
      ? { SEAWORTHY_STATE_DIR: stateFolder, SEAWORTHY_TRAFFIC__LISTEN: String(proxyPort) }
      : unhurried),
  };
  const cwd = place === 'repository' ? root : folder;

  afterAll(async () => {
    for (const { pid } of inBackground) if (pid !== undefined) killGroup(pid);
    await run(['down', '--force', '--state-dir', stateFolder], folder);
    for (const { pid } of processesOf(stateFolder)) kill(pid);
    for (const each of [folder, outputs]) rmSync(each, { recursive: true, force: true });
  });

  // One test for a guide: what a reader does later needs what was done before.
  it('can be followed from top to bottom', async () => {
    for (const step of steps) {
      if (step.kind === 'write') writeFileSync(join(folder, step.file), onFreePorts(step.content));
      else await follow(step);
    }
    await eventually('nothing of it runs any more', () => processesOf(stateFolder).length === 0);
  });

  async function follow(step: GuideStep & { kind: 'run' }): Promise<void> {
    const outputFile = join(outputs, `line-${step.line}`);
    const read = () => readFileSync(outputFile, 'utf8');
    const ended = start(onFreePorts(step.script), outputFile, step.background !== undefined);
    const where = `${name}:${step.line}`;
    if (step.background) {
      const { until } = step.background;
      const isReady = () => {
        if (until !== '' && hasEnded(inBackground.at(-1))) throw new Error(`${where} has ended:\n${read()}`);
        return read().includes(until);
      };
      await eventually(`${where}: "${until}"`, isReady, backgroundMs);
    } else {
      expect({ where, exit: await ended }, read()).toEqual({ where, exit: step.exit });
    }
    const missing = missingLine(step.shown, read());
    expect(missing, `${where} shows what did not come; came:\n${read()}`).toBeUndefined();
  }

  /** Output goes to a file: what runs on in the background would hold a pipe open. */
  function start(script: string, outputFile: string, isBackground: boolean): Promise<number | null> {
    const output = openSync(outputFile, 'w');
    const child = spawn('bash', ['-euo', 'pipefail', '-c', script], {
      cwd,
      env,
      detached: isBackground,
      stdio: ['ignore', output, output],
    });
    closeSync(output);
    if (isBackground) inBackground.push(child);
    return new Promise((resolve) => child.on('exit', resolve));
  }

  function onFreePorts(text: string): string {
    return text
      .replaceAll('npx seaworthy', `${process.execPath} ${binary}`)
      .replaceAll(/\b8080\b/g, String(proxyPort))
      .replaceAll(/\b7070\b/g, String(apiPort));
  }
});

function hasEnded(child: ChildProcess | undefined): boolean {
  return child === undefined || child.exitCode !== null || child.signalCode !== null;
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
