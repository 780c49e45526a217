import { describe, expect, test } from 'vitest';
import { dial, hear, talk, until } from '../testing.ts';
import { answering, ok, rawTarget, startPlane } from './testing.ts';

const GET = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const CLOSING = 'GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';

describe('connections', () => {
  test('both sides are kept for the next request', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target]);
    const socket = await dial(port);
    for (let i = 1; i <= 3; i++) {
      socket.write(GET);
      expect(await hear(socket, (text) => text.endsWith('ok'))).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    }
    socket.destroy();
    expect(target.sockets.length).toBe(1);
  });

  test('pipelined requests are answered in order, one at a time', async () => {
    const target = await rawTarget((socket, received) => {
      if (received.endsWith('\r\n\r\n'))
        socket.write(ok(/ (\S+) HTTP\/1.1\r\n(?!.*HTTP\/1.1\r\n)/s.exec(received)?.[1] ?? ''));
    });
    const { port } = await startPlane([target]);
    const requests = ['/1', '/2', '/3'].map((path) => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`).join('');
    const text = await talk(port, requests + CLOSING);
    expect(text.match(/\r\n\r\n\/\w/g)?.map((it) => it.trim())).toEqual(['/1', '/2', '/3', '/a']);
  });

  test('a client that asks to close is told so and closed', async () => {
    const { port } = await startPlane([await rawTarget(answering(ok()))]);
    expect(await talk(port, CLOSING)).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
  });

  test('a client that speaks HTTP/1.0 is kept only when it asks, and gets no chunks', async () => {
    const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: 1\r\n\r\n2\r\nok\r\n3\r\nay!\r\n0\r\n\r\n';
    const { port } = await startPlane([await rawTarget(answering(chunked))]);
    expect(await talk(port, 'GET / HTTP/1.0\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK\r\nX: 1\r\nConnection: close\r\n\r\nokay!',
    );
    const plain = await startPlane([await rawTarget(answering(ok()))]);
    const kept = await talk(plain.port, 'GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n', (text) =>
      text.endsWith('ok'),
    );
    expect(kept).toContain('\r\nConnection: keep-alive\r\n');
  });

  test('a target that closes after its answer is not used again', async () => {
    const target = await rawTarget(answering(ok('ok', 'Connection: close\r\n')));
    const { port } = await startPlane([target]);
    const text = await talk(port, GET + CLOSING);
    expect(text.split('HTTP/1.1 200 OK').length).toBe(3);
    expect(text).not.toMatch(/^HTTP\/1.1 200 OK\r\nContent-Length: 2\r\nConnection/);
    expect(target.sockets.length).toBe(2);
  });

  test('bytes behind an answer are never taken for the next one', async () => {
    const target = await rawTarget(answering(`${ok()}HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil`));
    const { port } = await startPlane([target]);
    const text = await talk(port, GET + CLOSING);
    expect(text).not.toContain('evil');
    expect(target.sockets.length).toBe(2);
  });
});

describe('what the target gets', () => {
  test('who asked, and for which host', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target]);
    await talk(port, 'GET /a?b HTTP/1.1\r\nHost: shop.example\r\nX-Mine: 1\r\nConnection: close\r\n\r\n');
    expect(target.received[0]).toMatch(
      /^GET \/a\?b HTTP\/1.1\r\nHost: shop.example\r\nX-Mine: 1\r\nX-Forwarded-For: 127.0.0.1\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: shop.example\r\n\r\n$/,
    );
  });

  test('a valid trace is kept, an invalid or doubled one left out, and none begun', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target]);
    const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00';
    const ask = (fields: string) => talk(port, `GET / HTTP/1.1\r\nHost: a\r\n${fields}Connection: close\r\n\r\n`);
    await ask(`traceparent: ${trace}\r\n`);
    expect(target.received.join('')).toContain(`traceparent: ${trace}\r\n`);
    await ask(`traceparent: 00-${'0'.repeat(32)}-b7ad6b7169203331-00\r\n`);
    expect(target.received.join('')).not.toContain('0'.repeat(32));
    await ask(`traceparent: ${trace}\r\ntraceparent: ${trace}\r\n`);
    await ask('');
    expect(target.received.join('').match(/traceparent/gi)).toHaveLength(1);
  });

  test('a chain of proxies on this machine is kept', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target]);
    await talk(
      port,
      'GET / HTTP/1.1\r\nHost: in\r\nX-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: out\r\nConnection: close\r\n\r\n',
    );
    expect(target.received[0]).toContain(
      'X-Forwarded-For: 9.9.9.9, 127.0.0.1\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: out\r\n',
    );
  });
});

describe('answers', () => {
  test('without a body: HEAD, 204, 304', async () => {
    const byPath = await rawTarget((socket, received) => {
      if (received.endsWith('\r\n\r\n')) socket.write(answers[received.split(' ')[0] ?? ''] ?? '');
    });
    const answers: Record<string, string> = {
      HEAD: 'HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n',
      PUT: 'HTTP/1.1 204 No Content\r\n\r\n',
      GET: 'HTTP/1.1 304 Not Modified\r\nContent-Length: 500\r\n\r\n',
    };
    const { port } = await startPlane([byPath]);
    for (const [method, answer] of Object.entries(answers)) {
      const text = await talk(port, `${method} / HTTP/1.1\r\nHost: a\r\n\r\n`, (so) => so.endsWith('\r\n\r\n'));
      expect(text).toBe(answer);
      for (const socket of byPath.sockets) socket.destroy();
      await until(() => byPath.sockets.every((socket) => socket.destroyed));
    }
  });

  test('chunks and trailers pass as they are', async () => {
    const answer =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n5;a=b\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n';
    const { port } = await startPlane([await rawTarget(answering(answer))]);
    expect(await talk(port, GET, (text) => text.endsWith('1\r\n\r\n'))).toBe(answer);
  });

  test('an answer that comes byte by byte is the same answer', async () => {
    const answer =
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive\r\n\r\n5\r\nhello\r\n0\r\n\r\n';
    const target = await rawTarget(async (socket, received) => {
      if (!received.endsWith('\r\n\r\n')) return;
      for (const byte of answer) {
        socket.write(byte);
        await new Promise((resolve) => setImmediate(resolve));
      }
    });
    const { port } = await startPlane([target]);
    const text = await talk(port, GET, (so) => so.endsWith('0\r\n\r\n'));
    expect(text).toBe(answer.replace('Connection: keep-alive\r\n', ''));
  });

  test('an answer that ends with its connection is whole, and closes the client', async () => {
    const target = await rawTarget((socket, received) => {
      if (received.endsWith('\r\n\r\n')) socket.end('HTTP/1.1 200 OK\r\n\r\nall of it');
    });
    const { port, plane } = await startPlane([target]);
    expect(await talk(port, GET)).toBe('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it');
    expect(plane.tally.write().slots.blue.slice(0, 7)).toEqual([1, 0, 1, 0, 0, 0, 0]);
  });

  test('early hints go before the answer', async () => {
    const hints = 'HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n';
    const { port } = await startPlane([await rawTarget(answering(hints + ok()))]);
    expect(await talk(port, GET, (text) => text.endsWith('ok'))).toBe(hints + ok());
  });

  test('an event stream reaches the client piece by piece', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n';
    const target = await rawTarget(answering(head));
    const { port } = await startPlane([target]);
    const socket = await dial(port);
    socket.write(GET);
    expect(await hear(socket, (text) => text.endsWith('\r\n\r\n'))).toBe(head);
    for (const event of ['data: 1\n\n', 'data: 2\n\n']) {
      const chunk = `${event.length.toString(16)}\r\n${event}\r\n`;
      target.sockets[0]?.write(chunk);
      expect(await hear(socket, (text) => text.length >= chunk.length)).toBe(chunk);
    }
    socket.destroy();
    await until(() => target.sockets[0]?.destroyed === true);
  });
});

describe('request bodies', () => {
  const echo = (complete: (received: string) => boolean) =>
    rawTarget((socket, received) => {
      if (complete(received)) socket.write(ok());
    });

  test('with a length, in pieces, and with the next request behind it', async () => {
    const target = await echo((received) => received.endsWith('hello') || received.endsWith('\r\n\r\n'));
    const { port } = await startPlane([target]);
    const socket = await dial(port);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe');
    await until(() => target.received[0]?.endsWith('he') === true);
    socket.write(`llo${CLOSING}`);
    const text = await hear(socket);
    expect(text.match(/200 OK/g)?.length).toBe(2);
    expect(target.received[0]).toContain('\r\n\r\nhelloGET /a');
  });

  test('chunked, with extensions and trailers, byte for byte', async () => {
    const body = '5;x=y\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n';
    const target = await echo((received) => received.endsWith('1\r\n\r\n'));
    const { port } = await startPlane([target]);
    await talk(port, `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n${body}`, (text) =>
      text.endsWith('ok'),
    );
    expect(target.received[0]?.endsWith(`\r\n\r\n${body}`)).toBe(true);
  });

  test('100-continue is asked of the target, and its word passed back', async () => {
    const target = await rawTarget((socket, received) => {
      if (received.endsWith('\r\n\r\n')) socket.write('HTTP/1.1 100 Continue\r\n\r\n');
      else if (received.endsWith('hello')) socket.write(ok());
    });
    const { port } = await startPlane([target]);
    const socket = await dial(port);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n');
    expect(await hear(socket, (text) => text.endsWith('\r\n\r\n'))).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    socket.write('hello');
    expect(await hear(socket, (text) => text.endsWith('ok'))).toBe(ok());
    socket.destroy();
  });

  test('an answer before the body has come ends the connection', async () => {
    const target = await rawTarget(answering('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n'));
    const { port } = await startPlane([target]);
    const text = await talk(port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 500\r\n\r\n');
    expect(text).toBe('HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    await until(() => target.sockets[0]?.destroyed === true);
  });
});

test('a client that leaves takes its request back from the target', async () => {
  const target = await rawTarget(() => {});
  const { port, plane } = await startPlane([target]);
  const socket = await dial(port);
  socket.write(GET);
  await until(() => target.received.length === 1);
  socket.destroy();
  await until(() => target.sockets[0]?.destroyed === true);
  const { requests, clientGone, inFlight } = { requests: 0, clientGone: 7, inFlight: 9 };
  const side = plane.tally.slots.blue;
  expect([side[requests], side[clientGone], side[inFlight]]).toEqual([1, 1, 0]);
});

test('an upgrade joins both sides, with backlog, until either ends', async () => {
  const target = await rawTarget((socket, received) => {
    if (received.endsWith('\r\n\r\n'))
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\nwelcome');
    else if (received.endsWith('ping')) socket.write('pong');
    else if (received.endsWith('bye')) socket.end('bye');
  });
  const { port, plane } = await startPlane([target]);
  const socket = await dial(port);
  socket.write(
    'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: echo\r\nSec-WebSocket-Key: x\r\n\r\n',
  );
  const head = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n';
  expect(await hear(socket, (text) => text.endsWith('welcome'))).toBe(`${head}welcome`);
  expect(target.received[0]).toContain('\r\nConnection: Upgrade\r\nUpgrade: echo\r\n');
  socket.write('ping');
  expect(await hear(socket, (text) => text.endsWith('pong'))).toBe('pong');
  socket.write('bye');
  expect(await hear(socket)).toBe('bye');
  await until(() => plane.clients.size === 0);
  expect(plane.router.slots.blue.inFlight).toBe(0);
});

test('an upgrade that nobody asked for is no answer', async () => {
  const { port } = await startPlane([
    await rawTarget(answering('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n')),
  ]);
  expect(await talk(port, CLOSING)).toMatch(/^HTTP\/1.1 502 /);
});
