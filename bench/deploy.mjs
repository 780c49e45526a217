// What a deployment costs beside the service's own start: how long `seaworthy deploy` takes in each phase, with every wait
// that the page asks for set to (nearly) nothing, and what the server and the proxy take of memory at rest.
//
//     npm run build && node bench/deploy.mjs [--rounds 5] [--out FILE]
//
// Overhead = the deployment's duration less the service's own start (from its spawn to its first healthy answer).
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, out: { type: 'string' } } });
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
const REST_MS = 10_000;

const page = `service: plain
runtime: {command: [node, server.mjs]}
traffic: {listen: 0}
health: {path: /health, readiness: /health, interval: 50ms, timeout: 2s, deadline: 30s}
release:
  source: service
  version: 1.0.0
  settle: 0ms
  validation: []
  analysis: {window: 50ms, interval: 50ms, minRequests: 1}
`;

try {
  cpSync(join(root, 'tests/journeys/plain-service'), join(folder, 'service'), { recursive: true });
  writeFileSync(join(folder, 'seaworthy.yaml'), page.replace('listen: 0', `listen: ${18_000 + (process.pid % 1_000)}`));
  seaworthy('up', '--detach', '--port', String(19_000 + (process.pid % 1_000)));
  const deployments = [];
  for (let round = 1; round <= Number(values.rounds); round++) deployments.push(deploy(`1.0.${round}`));
  const times = report(deployments);
  await sleep(REST_MS);
  const resident = memory();
  console.table(resident);
  if (values.out) writeFileSync(values.out, JSON.stringify({ ...times, memory: resident }));
} finally {
  seaworthy('down');
  rmSync(folder, { recursive: true, force: true });
}

function deploy(version) {
  const { durationMs, phases } = JSON.parse(seaworthy('deploy', version, '--json'));
  const of = (name) => phases.find((phase) => phase.name === name).durationMs ?? 0;
  const startMs = of('deployment') + of('health_check');
  return { startMs, durationMs, overheadMs: durationMs - startMs, phases };
}

function report(deployments) {
  const median = (pick) => Math.round(deployments.map(pick).sort((a, b) => a - b)[Math.floor(deployments.length / 2)]);
  const rows = deployments[0].phases.map(({ name }, index) => ({
    phase: name,
    ms: median((d) => d.phases[index].durationMs ?? 0),
  }));
  console.log(`${deployments.length} deployments, medians`);
  console.table(rows);
  console.log(
    `whole deployment ${median((d) => d.durationMs)} ms; the service's own start ${median((d) => d.startMs)} ms`,
  );
  console.log(`deploy overhead: ${median((d) => d.overheadMs)} ms`);
  return { overheadMs: median((d) => d.overheadMs), durationMs: median((d) => d.durationMs) };
}

/** Resident memory of every process of ours, after a rest. */
function memory() {
  const { stdout } = spawnSync('ps', ['-eo', 'pid,rss,args'], { encoding: 'utf8' });
  const parts = { 'control plane': /server\/dist\/main\.js/, 'proxy primary': /proxy\/dist\/main\.js/ };
  const lines = stdout.split('\n').filter((line) => line.includes(folder));
  const rows = Object.entries(parts).map(([process, pattern]) => ({
    process,
    MB: megabytes(lines.find((line) => pattern.test(line))),
  }));
  const primary = lines
    .find((line) => parts['proxy primary'].test(line))
    ?.trim()
    .split(/\s+/)[0];
  const children = readFileSync(`/proc/${primary}/task/${primary}/children`, 'utf8').trim().split(' ');
  const workers = children.map((pid) => ({
    process: 'proxy worker',
    MB: megabytes(spawnSync('ps', ['-o', 'pid,rss', '-p', pid], { encoding: 'utf8' }).stdout.split('\n')[1]),
  }));
  return [...rows, ...workers];
}

function megabytes(line) {
  return Math.round(Number(line?.trim().split(/\s+/)[1]) / 1024);
}

function seaworthy(...args) {
  const command = [join(root, 'packages/cli/bin/seaworthy.js'), ...args, '--state-dir', join(folder, 'state')];
  const { stdout, stderr, status } = spawnSync(process.execPath, command, { cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`seaworthy ${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
}
