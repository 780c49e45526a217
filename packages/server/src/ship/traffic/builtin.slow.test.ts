import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connectProxy } from '@seaworthy/proxy/control';
import { request } from 'undici';
import { onTestFinished } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { builtinTraffic } from './builtin.ts';
import { trafficConformance } from './conformance.ts';
import { startProxy } from './proxy-process/testing.ts';

trafficConformance('the builtin proxy', async () => {
  const folder = await testFolder();
  const proxy = await startProxy(folder);
  const control = connectProxy(join(folder, 'proxy.sock'));
  onTestFinished(() => control.close());
  return {
    traffic: builtinTraffic(control),
    target: startTarget,
    async ask() {
      const { statusCode, body } = await request(await proxy.url(), { reset: true });
      const text = await body.text();
      return statusCode === 200 ? text : undefined;
    },
    restart: () => proxy.restart(),
  };
});

async function startTarget(name: string) {
  let isWell = true;
  const server = createServer((request, response) => {
    if (request.url === '/health') response.writeHead(isWell ? 200 : 503).end();
    else response.end(name);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    target: { id: name, host: '127.0.0.1', port },
    sicken: async () => {
      isWell = false;
    },
  };
}
