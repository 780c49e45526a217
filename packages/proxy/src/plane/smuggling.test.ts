import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { dial, hear } from '../testing.ts';
import { startPlane } from './testing.ts';

/** What a target of another make understood. */
interface Understood {
  readonly url: string;
  readonly body: string;
}

/** A method unknown to Node, and a body that we broke off, are understood well enough. */
const KNOWN = new Set(['HPE_INVALID_METHOD', 'HPE_INVALID_EOF_STATE']);

/** A Node server: its parser (llhttp) is strict and none of ours. */
async function strictTarget() {
  const understood: Understood[] = [];
  const misunderstood: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('latin1');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      understood.push({ url: request.url ?? '', body });
      response.end('fine');
    });
  });
  server.on('clientError', (error: Error & { code?: string; rawPacket?: Buffer }, socket) => {
    const isKnown = KNOWN.has(error.code ?? '');
    if (!isKnown && error.rawPacket) misunderstood.push(`${error.code} ${error.rawPacket.toString('latin1')}`);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    understood,
    misunderstood,
    target: { id: 'node', host: '127.0.0.1', port, weight: 1, health: 'up' as const },
  };
}

const end = fc.constantFrom('\r\n', '\r\n', '\r\n', '\r\n', '\n', '\r', '\r\n ', '\r\n\r\n');
const field = fc.constantFrom(
  'Content-Length: 5',
  'Content-Length: 0',
  'Content-Length: 05',
  'Content-Length: 5, 5',
  'Content-Length : 5',
  'content-length:\t5',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: Chunked ',
  'Transfer-Encoding: identity',
  'Transfer-Encoding:\x0bchunked',
  'Transfer-Encoding : chunked',
  'X-A: b',
  ' folded: 1',
  'Connection: content-length',
  'Connection: transfer-encoding, close',
  'Upgrade: h2c',
  'X\0: 1',
);
const body = fc.constantFrom(
  '',
  'hello',
  '5\r\nhello\r\n0\r\n\r\n',
  '5;a=b\r\nhello\r\n0\r\n\r\n',
  '5\nhello\r\n0\r\n\r\n',
  '0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
  '5 \r\nhello\r\n0\r\n\r\n',
  '0\r\nContent-Length: 9\r\n\r\n',
  '0x5\r\nhello\r\n0\r\n\r\n',
);
const line = fc.constantFrom(
  'POST /sent HTTP/1.1',
  'GET /sent HTTP/1.1',
  'POST http://a/sent HTTP/1.1',
  'POST /sent HTTP/1.0',
  'POST  /sent HTTP/1.1',
);

test('whatever a client sends, the target understands it as we do or never sees it', async () => {
  const { understood, misunderstood, target } = await strictTarget();
  const { port, plane } = await startPlane([target]);
  const message = fc.tuple(line, fc.array(fc.tuple(field, end), { maxLength: 3 }), end, body);
  await fc.assert(
    fc.asyncProperty(message, async ([first, fields, last, content]) => {
      const text = `${first}\r\nHost: a\r\n${fields.map(([name, ending]) => name + ending).join('')}${last}${content}`;
      const socket = await dial(port);
      understood.length = 0;

      socket.write(Buffer.from(`${text}GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 'latin1'));
      await hear(socket);
      expect(misunderstood.join('\n---\n')).toBe('');
      // A request within a body must stay a body: it may be seen as a request only where we, too, saw the end of the one before.
      const isFramed = /^content-length|^transfer-encoding/im.test(text);
      if (isFramed) expect(understood.filter(({ body: received }) => received.includes('HTTP/1.1'))).toEqual([]);
    }),
    { numRuns: 500 },
  );
  expect(plane.router.slots.blue.inFlight).toBe(0);
});
