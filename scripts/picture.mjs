// `npm run picture`: docs/pictures/console.png. Starts the product on a plain service, gives it visitors, ships a good and a bad
// version, and takes the picture of the overview while a third takes over in canary steps and one alert waits for somebody.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { ready, root, run } from './steps.mjs';

const seaworthy = join(root, 'packages/cli/bin/seaworthy.js');
const [trafficPort, apiPort] = await Promise.all([freePort(8080), freePort(7070)]);
const yaml = `service: shop
environment: production
runtime:
  command: [node, server.mjs]
  instances: 2
  env: {DELAY_MS: "12"}
traffic: {listen: ${trafficPort}, drainTimeout: 2s}
health: {path: /health, readiness: /health, interval: 1s}
metrics: {interval: 5s}
rules: [rules.yaml, 'preset:seaworthy']
slos:
  - {name: availability, description: Customers get an answer, objective: 99%, window: 30d, availability: true}
  - {name: latency, description: Nobody waits, objective: 95%, window: 30d, latency: {threshold: 300ms}}
release:
  source: service
  version: 2.3.0
  settle: 500ms
  analysis: {window: 6s, interval: 1s}
  canary: {steps: [{weight: 10%, pause: 8s}, {weight: 40%, pause: 5m}]}
`;

const rules = `groups:
- name: shop
  interval: 5s
  rules:
  - alert: ManyVisitors
    expr: sum(rate(seaworthy_proxy_slot_requests_total[1m])) > 50
    labels: {severity: warning}
    annotations: {summary: More visitors than on other days.}
`;

await ready();
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-picture-'));
cpSync(join(root, 'tests/journeys/plain-service'), join(folder, 'service'), { recursive: true });
writeFileSync(join(folder, 'seaworthy.yaml'), yaml);
writeFileSync(join(folder, 'rules.yaml'), rules);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-quic',
    '--no-first-run',
  ],
});
let visitors;
try {
  const { signInUrl } = JSON.parse(await cli('up', '--detach', '--json', '--port', String(apiPort)));
  visitors = startVisitors();
  const page = await browser.newPage({ viewport: { width: 1440, height: 1160 }, colorScheme: 'light' });
  await page.goto(signInUrl);
  await cli('deploy', '2.4.0');
  await cli('deploy', '2.5.0', '--env', 'FAULT=errors:0.4');
  await page.waitForTimeout(240_000); // The charts show five minutes, and objectives are counted every five.
  await page.getByText('nothing was counted').first().waitFor({ state: 'detached', timeout: 120_000 });
  const canary = spawn(process.execPath, [seaworthy, 'deploy', '2.5.1', '--strategy', 'canary'], {
    cwd: folder,
    stdio: 'ignore',
  });
  await page.getByText('40 %').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(30_000);
  mkdirSync(join(root, 'docs/pictures'), { recursive: true });
  await page.screenshot({ path: join(root, 'docs/pictures/console.png') });
  canary.kill('SIGINT');
} finally {
  clearInterval(visitors);
  await browser.close();
  await cli('down', '--force');
  rmSync(folder, { recursive: true, force: true });
}

/** What it prints; a deployment that ends otherwise than well is no failure here. */
async function cli(...args) {
  const result = await run(process.execPath, [seaworthy, ...args], { cwd: folder, capture: true });
  const at = result.output.indexOf('{');
  return args.includes('--json') ? result.output.slice(at, result.output.lastIndexOf('}') + 1) : result.output;
}

/** A day in little: more visitors, then fewer. */
function startVisitors() {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  let tick = 0;
  return setInterval(() => {
    tick += 1;
    const wanted = 1.6 + Math.sin(tick / 120) + Math.random();
    for (let sent = 0; sent < wanted; sent += 1) {
      get({ agent, host: '127.0.0.1', port: trafficPort, path: '/' }, (answer) => answer.resume()).on(
        'error',
        () => {},
      );
    }
  }, 20);
}

/** The usual port when it is free, so that the picture shows it; else any. */
function freePort(usual) {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => server.listen(0, '127.0.0.1'));
    server.listen(usual, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
