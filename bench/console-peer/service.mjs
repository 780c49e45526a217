import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, run } from '../../scripts/steps.mjs';

const seaworthy = join(root, 'packages/cli/bin/seaworthy.js');

/** The product on a plain service with two versions behind it and 100 requests a second. */
export async function startService() {
  const [trafficPort, apiPort] = [await freePort(), await freePort()];
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
  cpSync(join(root, 'tests/journeys/plain-service'), join(folder, 'service'), { recursive: true });
  writeFileSync(
    join(folder, 'seaworthy.yaml'),
    `service: plain
runtime: {command: [node, server.mjs], instances: 2}
traffic: {listen: ${trafficPort}, drainTimeout: 2s}
health: {path: /health, readiness: /health, interval: 500ms}
metrics: {interval: 5s}
rules: ['preset:seaworthy']
slos: [{name: availability, objective: 99%, window: 30d, availability: true}]
release: {source: service, version: 1.0.0, settle: 200ms, analysis: {window: 2s, interval: 500ms, minRequests: 20}}
`,
  );
  const cli = (...args) => run(process.execPath, [seaworthy, ...args], { cwd: folder, capture: true });
  const { code, output } = await cli('up', '--detach', '--port', String(apiPort));
  if (code !== 0) throw new Error(`seaworthy up ended with ${code}: ${output}`);
  const url = `http://127.0.0.1:${apiPort}`;
  const token = readFileSync(join(folder, '.seaworthy/keys/cli.token'), 'utf8').trim();
  const visitors = startVisitors(trafficPort);
  await cli('deploy', '1.1.0');
  const session = await newSession(url, token);
  return {
    url,
    token,
    /** Gives a browser's profile the session. Cookies know no ports: it counts for what stands before it too. */
    signIn: (context) => context.addCookies([{ ...session, url }]),
    async stop() {
      clearInterval(visitors);
      await cli('down', '--force');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Its cookie. */
async function newSession(url, token) {
  const headers = { authorization: `Bearer ${token}` };
  const link = await (await fetch(`${url}/api/v1/sign-in-links`, { method: 'POST', headers })).text();
  const [code] = /swc_[\w-]+/.exec(link) ?? [];
  const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code }) };
  const answer = await fetch(`${url}/api/v1/session`, asked);
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(answer.headers.getSetCookie()[0] ?? '') ?? [];
  if (value === undefined) throw new Error(`signing in was answered with ${answer.status}: ${await answer.text()}`);
  return { name, value };
}

function startVisitors(port) {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const visit = () =>
    get({ agent, host: '127.0.0.1', port, path: '/' }, (answer) => answer.resume()).on('error', () => {});
  return setInterval(visit, 10);
}

export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
