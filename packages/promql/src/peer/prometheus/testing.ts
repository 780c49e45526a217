import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What Prometheus says to a range query. */
export type PeerAnswer =
  | { readonly status: 'success'; readonly data: { readonly result: readonly PeerSeries[] } }
  | { readonly status: 'error'; readonly error: string };

export interface PeerSeries {
  readonly metric: Readonly<Record<string, string>>;
  /** Seconds, and the value as text. */
  readonly values: readonly (readonly [number, string])[];
}

export interface Peer {
  range(query: string, startMs: number, endMs: number, stepMs: number): Promise<PeerAnswer>;
  stop(): Promise<void>;
}

/** Why there can be no comparison; undefined when Prometheus and its tool are installed. */
export function whyNoPrometheus(): string | undefined {
  const missing = ['prometheus', 'promtool'].filter((name) => spawnSync(name, ['--version']).error);
  return missing.length === 0 ? undefined : `${missing.join(' and ')}: not installed`;
}

/** A real Prometheus that has these samples, given as OpenMetrics text, in its storage. */
export async function startPrometheus(openMetrics: string): Promise<Peer> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-promql-'));
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'samples.txt'), openMetrics);
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n');
  const made = spawnSync('promtool', [
    'tsdb',
    'create-blocks-from',
    'openmetrics',
    '-q',
    join(folder, 'samples.txt'),
    data,
  ]);
  if (made.status !== 0) throw new Error(`promtool: ${made.stderr}`);
  const port = await freePort();
  const child = spawn('prometheus', [
    `--config.file=${join(folder, 'prometheus.yml')}`,
    `--storage.tsdb.path=${data}`,
    '--storage.tsdb.retention.time=200y',
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ]);
  await untilReady(`http://127.0.0.1:${port}/-/ready`, child);
  const seconds = (ms: number) => String(ms / 1000);
  return {
    async range(query, startMs, endMs, stepMs) {
      const asked = { query, start: seconds(startMs), end: seconds(endMs), step: seconds(stepMs) };
      const url = `http://127.0.0.1:${port}/api/v1/query_range`;
      const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(asked) });
      return (await answer.json()) as PeerAnswer;
    },
    async stop() {
      child.kill();
      if (child.exitCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`prometheus ended with ${child.exitCode}`);
    const isReady = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
