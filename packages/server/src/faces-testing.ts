import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createLogger, createMetrics } from '@seaworthy/kit';
import { fetch } from 'undici';
import { onTestFinished } from 'vitest';
import { createFaces } from './app/faces.ts';
import { loadConfiguration } from './config/load.ts';
import { testDatabase } from './db/testing.ts';
import { httpBench } from './http/testing.ts';
import { systemClock } from './platform/clock.ts';
import { createIds } from './platform/ids.ts';
import { testFolder } from './platform/testing.ts';
import type { Watch } from './watch/flow.ts';
import { startWatch } from './watch/flow.ts';
import { parseAlertingConfig } from './watch/routes/config/parse.ts';
import { readRuleFile } from './watch/rules/file/read-rule-file.ts';

export interface FacesBench {
  readonly watch: Watch;
  /** `http://127.0.0.1:PORT`, and the same with the token in it, for tools that know nothing else. */
  readonly url: string;
  readonly urlWithPassword: string;
  readonly token: string;
}

/** A real watch over stores in a folder of its own, behind a real server. */
export async function facesBench(given: {
  readonly alerting: string;
  readonly rules?: string;
  readonly targets?: readonly string[];
}): Promise<FacesBench> {
  const { alerting, rules = 'groups: []', targets = [] } = given;
  const [folder, db, clock, metrics] = [await testFolder(), await testDatabase(), systemClock, createMetrics()];
  const jobs = targets.map((address) => `{job: page, interval: 1s, timeout: 1s, addresses: ['${address}']}`);
  const page = `service: shop\nruntime: {command: [x]}\nmetrics: {interval: 1s, timeout: 1s, targets: [${jobs.join()}]}`;
  const { service } = loadConfiguration({ file: 'seaworthy.yaml', cwd: folder, env: {}, readFile: () => page });
  const watch = await startWatch({
    ...{ db, clock, metrics, version: '0.0.0', newId: createIds(clock), newSilenceId: randomUUID },
    sources: {
      rules: readRuleFile(rules, 'rules.yml').groups,
      alerting: { config: parseAlertingConfig(alerting, { file: 'alertmanager.yaml' }), templates: [] },
    },
    folder: join(folder, 'samples'),
    config: service.metrics,
    service: 'shop',
    instances: { list: () => [], onChange: () => () => {} },
    own: {},
    externalURL: 'http://seaworthy.example',
    logger: createLogger({ name: 'watch', destination: { write: () => {} } }),
  });
  const { server, tokenFile } = await httpBench({}, createFaces({ watch, clock, version: '0.0.0' }));
  onTestFinished(() => watch.stop());
  const url = await server.listen();
  const token = readFileSync(tokenFile, 'utf8').trim();
  return { watch, url, token, urlWithPassword: url.replace('://', `://tool:${token}@`) };
}

export interface Ran {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end. */
export async function run(program: string, ...argv: readonly string[]): Promise<Ran> {
  const home = await testFolder();
  return new Promise((resolve) => {
    const env = { PATH: process.env['PATH'] ?? '', HOME: home };
    execFile(program, argv, { env, timeout: 30_000 }, (error, stdout, stderr) => {
      resolve({ exit: error === null ? 0 : Number(error.code ?? -1), stdout, stderr });
    });
  });
}

/** Debian's Prometheus, until the test ends. */
export async function startPrometheus(config: string, rules = 'groups: []'): Promise<string> {
  const folder = await testFolder();
  await writeFile(join(folder, 'prometheus.yml'), config);
  await writeFile(join(folder, 'rules.yml'), rules);
  const address = `127.0.0.1:${await freePort()}`;
  const flags = ['--web.enable-remote-write-receiver', `--web.listen-address=${address}`, '--log.level=error'];
  const child = spawn('prometheus', [...flags, '--config.file=prometheus.yml', '--storage.tsdb.path=data'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  while (!(await isReady(address))) {
    if (child.exitCode !== null) throw new Error(`prometheus ended: ${told}`);
    await delay(50);
  }
  return `http://${address}`;
}

async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`http://${address}/-/ready`).catch(() => undefined);
  await answer?.text();
  return answer?.status === 200;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
