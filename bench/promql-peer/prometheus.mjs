// Debian's Prometheus with given series in its storage.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openMetrics } from './samples.mjs';

/** Undefined when it is not installed. Call stop() on what comes back. */
export async function startPrometheus(series, folder) {
  const version = spawnSync('prometheus', ['--version'], { encoding: 'utf8' });
  if (version.error) return undefined;
  const data = join(folder, 'data');
  mkdirSync(data);
  await writeBlocks(series, folder, data);
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const port = await freePort();
  const child = spawn('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=100y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  const api = `http://127.0.0.1:${port}/api/v1/`;
  await untilReady(`http://127.0.0.1:${port}/-/ready`, child);
  return {
    name: /version (\S+)/.exec(version.stdout + version.stderr)?.[1] ?? 'unknown version',
    instant: (query, timeMs) => get(`${api}query`, { query, time: timeMs / 1000 }),
    range: (query, startMs, endMs, stepMs) =>
      get(`${api}query_range`, { query, start: startMs / 1000, end: endMs / 1000, step: stepMs / 1000 }),
    cpuMs: () => cpuMsOf(child.pid),
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

const TICKS_PER_SECOND = 100;

function cpuMsOf(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}

async function writeBlocks(series, folder, data) {
  const text = join(folder, 'samples.txt');
  await pipeline(openMetrics(series), createWriteStream(text));
  const made = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', '-q', text, data], {
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`promtool: ${made.error?.message ?? made.stderr}`);
}

async function get(url, parameters) {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  const body = await answer.json();
  if (body.status !== 'success') throw new Error(`${parameters.query}: ${body.error}`);
  return body;
}

async function untilReady(url, child) {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
