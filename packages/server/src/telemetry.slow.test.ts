import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fetch } from 'undici';
import { expect, it } from 'vitest';
import { installation } from './testing.ts';
import { testServer } from './watch/samples/testing.ts';

/** A service that says hello by OTLP when it starts, as its environment tells it to; nothing in it knows Seaworthy. */
const hello = `
const [, value] = process.env.OTEL_EXPORTER_OTLP_HEADERS.split('=');
const headers = { authorization: decodeURIComponent(value), 'content-type': 'application/json' };
const attributes = [['service.name', process.env.OTEL_SERVICE_NAME]]
  .concat(process.env.OTEL_RESOURCE_ATTRIBUTES.split(',').map((pair) => pair.split('=')))
  .map(([key, text]) => ({ key, value: { stringValue: decodeURIComponent(text) } }));
const resource = { attributes };
const at = String(Date.now()) + '000000';
const ids = { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' };
const bodies = {
  traces: { resourceSpans: [{ resource, scopeSpans: [{ spans: [
    { ...ids, name: 'hello', kind: 2, startTimeUnixNano: at, endTimeUnixNano: at, status: { code: 2 } }] }] }] },
  logs: { resourceLogs: [{ resource, scopeLogs: [{ logRecords: [
    { ...ids, timeUnixNano: at, severityNumber: 13, body: { stringValue: 'hello by otlp' } }] }] }] },
  metrics: { resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [
    { name: 'hello', unit: 's', gauge: { dataPoints: [{ timeUnixNano: at, asDouble: 4.5 }] } }] }] }] },
};
const say = async () => {
  for (const [signal, body] of Object.entries(bodies)) {
    const answer = await fetch(process.env.OTEL_EXPORTER_OTLP_ENDPOINT + '/v1/' + signal, { method: 'POST', headers, body: JSON.stringify(body) });
    if (answer.status !== 200) throw new Error(signal + ' ' + answer.status + ' ' + await answer.text());
  }
  console.log('said hello');
};
const trySay = () => say().catch((error) => { console.log(String(error)); setTimeout(trySay, 100); });
trySay();
`;

const patience = { timeout: 90_000 };

it('what an instance sends reaches the stores and the collector, with a token that can do nothing else', async () => {
  const received = new Map<string, string>();
  const collector = await testServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { url = '', headers } = request;
    const text = String(gunzipSync(Buffer.concat(chunks)));
    received.set(url, `${received.get(url) ?? ''}${headers['x-key']} ${text}`);
    response.end();
  });
  const place = await installation();
  const program = join(place.folder, 'service', 'server.js');
  writeFileSync(program, readFileSync(program, 'utf8') + hello);
  place.configure((page) =>
    page
      .replace('runtime:', 'runtime:\n  env: {OTEL_SERVICE_NAME: of-my-own}')
      .concat(
        `forward:\n  otlp:\n    - {endpoint: "http://${collector}", headers: {x-key: geheim}, encoding: json, batchWait: 100ms, signals: [traces, logs, metrics]}\n`,
      ),
  );
  const server = await place.start();
  const ask = async (path: string, token = server.token) => {
    const answer = await fetch(`${server.record.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
    return { status: answer.status, text: await answer.text() };
  };

  const query = '/prometheus/api/v1/query?query=hello_seconds';
  await expect.poll(async () => (await ask(query)).text, patience).toContain('"4.5"');
  expect((await ask(query)).text).toMatch(/"instance":"plain-(blue|green)-1-\w+","job":"of-my-own"/);
  await expect
    .poll(async () => (await ask('/api/v1/traces/5b8efff798038103d269b633813fc60c')).text, patience)
    .toContain('"hello"');
  await expect.poll(async () => (await ask('/api/v1/logs')).text, patience).toContain('hello by otlp');
  await expect.poll(() => [...received.keys()].sort(), patience).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces']);
  expect(received.get('/v1/traces')).toMatch(/^geheim .*"name":"hello"/);
  expect(received.get('/v1/traces')).toContain('"deployment.environment.name"');
  await expect.poll(() => received.get('/v1/logs'), patience).toContain('hello by otlp');
  await expect.poll(() => received.get('/v1/logs'), patience).toContain('said hello');
  expect(received.get('/v1/metrics')).toContain('"unit":"s"');
  const own = (await ask('/metrics')).text;
  expect(own).toMatch(/seaworthy_otlp_received_total\{signal="traces"\} [1-9]/);
  expect(own).toContain(`seaworthy_forward_failing{endpoint="${collector}",signal="traces"} 0`);
  const told = await server.client.call('telemetry', {});
  expect(told.forwarding).toHaveLength(3);
  for (const each of told.forwarding) expect(each).toMatchObject({ to: collector, state: 'working', dropped: 0 });
  expect(told.stores.map(({ name, diskBytes }) => [name, diskBytes > 0])).toEqual([
    ['samples', true],
    ['logs', true],
    ['traces', true],
  ]);
  const seen = JSON.parse((await ask('/health')).text);
  expect(seen.checks.watch.details).toMatchObject({ delivery: 'running' });
  expect(seen.services.watch).not.toBe('unhealthy');

  const file = join(place.stateDir, 'keys', 'telemetry.token');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const token = readFileSync(file, 'utf8').trim();
  expect((await ask('/api/v1/status', token)).status).toBe(403);
  const database = readFileSync(join(place.stateDir, 'seaworthy.db'), 'latin1');
  expect(database).not.toContain(token);

  server.kill('SIGKILL');
  await server.ended;
  const again = await place.start();
  expect(readFileSync(file, 'utf8').trim()).toBe(token);
  const answer = await fetch(`${again.record.url}/v1/traces`, {
    method: 'POST',
    body: '{}',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  expect([answer.status, await answer.text()]).toEqual([200, '{}']);
});
