import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@seaworthy/api';
import { createClient } from '@seaworthy/api';
import { fetch } from 'undici';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { install } from './seaworthy.ts';

const workload = fileURLToPath(new URL('../../workloads/doorbell/', import.meta.url));
export const build = join(workload, 'dist');
const yaml = `service: doorbell
runtime:
  command: [node, server.js]
  env: {DOORBELL_DATA_DIR: '{folder}/data', DOORBELL_PRESS__DEBOUNCE: 0s}
traffic: {listen: '{proxyPort}', drainTimeout: 10s}
health: {path: /health, readiness: /readiness, interval: 500ms, timeout: 5s, deadline: 60s}
metrics: {interval: 1s}
rules: [rules.yaml, 'preset:doorbell', 'preset:seaworthy']
slos: [{name: availability, description: Visitors get an answer, objective: 99%, window: 30d, availability: true}]
release:
  settle: 500ms
  source: service
  version: 1.0.0
  validation: [{http: GET /readiness, status: 200}]
  analysis: {window: 6s, interval: 1s, minRequests: 20, latencyRatio: 1000}
`;
const rules = `groups:
- name: door
  interval: 1s
  rules:
  - alert: SomebodyAtTheDoor
    expr: sum(doorbell_triggers_total) > 0
    labels: {severity: warning}
    annotations: {summary: The bell was pressed.}
`;

export interface Door {
  readonly installation: Installation;
  readonly host: string;
  /** Over the API, as the command line of this machine. */
  readonly client: Client;
  /** Presses the bell; the trace that came of it. */
  ring(): Promise<string>;
  /** Starts the control plane; the link that signs in. */
  up(): Promise<string>;
  /** Visitors of the pages, forty a second, and one after the other at the bell. */
  startLoad(): DoorLoad;
  remove(): Promise<void>;
}

export interface DoorLoad {
  /** What was not answered as it should have been, but for what the bad version failed on purpose. */
  stop(): Promise<string[]>;
}

/** The doorbell with its alerts and an objective, not yet started; `SomebodyAtTheDoor` fires once the bell was pressed. */
export async function openDoor(): Promise<Door> {
  const faces = mkdtempSync(join(tmpdir(), 'seaworthy-faces-'));
  const cut = spawnSync(process.execPath, [join(workload, 'samples.mjs'), '--out', faces]);
  if (cut.status !== 0) throw new Error(`no pictures: ${cut.stderr}`);
  const picture = readFileSync(join(faces, '1-left.jpg'));
  const installation = await install({ yaml, source: build });
  writeFileSync(join(installation.folder, 'rules.yaml'), rules);
  const { proxyPort: port, apiPort } = installation;
  const ring = async () => {
    const { status, body } = await send({ port, path: '/api/doorbell/press', body: picture });
    if (status !== 200) throw new Error(`the bell answered ${status}: ${body}`);
    return (JSON.parse(body) as { traceId: string }).traceId;
  };
  return {
    installation,
    host: `127.0.0.1:${apiPort}`,
    get client() {
      const { url, token } = installation.access();
      return createClient({ baseUrl: url, token, fetch });
    },
    ring,
    async up() {
      const { code, document } = await installation.json<{ signInUrl: string }>(
        ...['up', '--detach', '--port', String(apiPort)],
      );
      if (code !== 0) throw new Error(`seaworthy up ended with ${code}: ${JSON.stringify(document)}`);
      return document.signInUrl;
    },
    startLoad: () => startVisitors(port, ring),
    async remove() {
      await installation.remove();
      rmSync(faces, { recursive: true, force: true });
    },
  };
}

const pauseMs = 1000;

function startVisitors(port: number, ring: Door['ring']): DoorLoad {
  const pages = startLoad({ port, ratePerSecond: 40, path: '/api/events?limit=1', accepts: (status) => status < 500 });
  const failed: string[] = [];
  let stopped = false;
  const presses = (async () => {
    while (!stopped) {
      await ring().catch((cause: Error) => failed.push(cause.message));
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  return {
    async stop() {
      stopped = true;
      await presses;
      failed.push(...(await pages.stop()).failed);
      return failed.filter((each) => !each.includes('injected_fault'));
    },
  };
}
