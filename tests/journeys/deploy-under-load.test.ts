import type { Deployment } from '@seaworthy/api';
import { afterEach, expect, it } from 'vitest';
import { startEventStream, startLoad, startUploads, startWebSocket } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, plainYaml, statusOf } from './seaworthy.ts';

let installation: Installation;
afterEach(() => installation.remove());

const deploymentCount = Number(process.env['DEPLOYMENTS'] ?? 20);

it(`loses no request over ${deploymentCount} deployments in a row`, async () => {
  installation = await install();
  const { proxyPort } = installation;
  await up();

  const load = startLoad({ port: proxyPort });
  const stream = startEventStream(proxyPort);
  const socket = startWebSocket(proxyPort);
  const uploads = startUploads(proxyPort);
  for (let index = 1; index <= deploymentCount; index += 1) {
    const { code, document } = await installation.json<Deployment>('deploy', `1.0.${index}`);
    expect({ code, outcome: document.outcome, reason: document.reason }).toEqual({
      code: 0,
      outcome: 'completed',
      reason: null,
    });
    expect(document.requests).toMatchObject({ failed: 0 });
  }
  const uploaded = await uploads.stop();
  const echoes = socket.stop();
  const events = stream.stop();
  const report = await load.stop();

  expect([...report.failed, ...uploaded.failed, ...echoes.failed, ...events.failed]).toEqual([]);
  expect(report.succeeded).toBe(report.sent);
  expect(report.byVersion.size).toBe(deploymentCount + 1);
  expect(uploaded.uploads).toBeGreaterThan(deploymentCount);
  expect(echoes.echoed).toBeGreaterThan(deploymentCount);
  expect(events.events).toBeGreaterThan(deploymentCount);
});

it('counts in the report of a deployment exactly the requests that its clients sent', async () => {
  installation = await install({ yaml: plainYaml.replace('window: 1s', 'window: 5m') });
  await up();

  const deploying = installation.json<Deployment>('deploy', '1.1.0');
  await eventually(
    'the deployment is under way',
    async () => (await statusOf(installation)).deploymentState !== 'idle',
  );
  const load = startLoad({ port: installation.proxyPort });
  await eventually('500 requests are sent', () => load.sent >= 500);
  const report = await load.stop();
  await eventually('it is watched', async () => (await statusOf(installation)).deploymentState === 'analysing');
  expect(await installation.cli('promote')).toMatchObject({ code: 0 });
  const { document } = await deploying;

  expect(report.failed).toEqual([]);
  expect(document.outcome).toBe('completed');
  expect(document.requests).toEqual({ total: report.sent, failed: 0, retried: 0 });
});

async function up() {
  const started = await installation.cli('up', '--detach', '--port', String(installation.apiPort));
  expect(started, started.stderr).toMatchObject({ code: 0 });
}
