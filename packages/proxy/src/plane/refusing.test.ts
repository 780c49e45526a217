import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../control/defaults.ts';
import { dial, hear, talk, until } from '../testing.ts';
import { answering, ok, rawTarget, startPlane } from './testing.ts';

const HOST = 'Host: a\r\n';

describe('malformed requests are refused over the wire, and nothing of them reaches the target', () => {
  test.each([
    [
      'a length and an encoding',
      400,
      `POST / HTTP/1.1\r\n${HOST}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX`,
    ],
    ['two lengths', 400, `POST / HTTP/1.1\r\n${HOST}Content-Length: 0\r\nContent-Length: 6\r\n\r\nGET /x`],
    ['a bad encoding', 400, `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
    ['a folded field', 400, `GET / HTTP/1.1\r\n${HOST}X: a\r\n b\r\n\r\n`],
    ['a space before the colon', 400, `GET / HTTP/1.1\r\n${HOST}X : a\r\n\r\n`],
    ['bare line feeds', 400, 'GET / HTTP/1.1\nHost: a\n\n'],
    ['one bare line feed among proper lines', 400, `GET / HTTP/1.1\r\n${HOST}X: a\nY: b\r\n\r\n`],
    ['no HTTP at all', 400, '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n'],
    ['HTTP/2 with prior knowledge', 505, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['a head that is too large', 431, `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(DEFAULT_LIMITS.headBytes)}\r\n\r\n`],
    ['a head that never ends', 431, `GET / HTTP/1.1\r\n${HOST}X: ${'a'.repeat(DEFAULT_LIMITS.headBytes)}`],
    ['too many fields', 431, `GET / HTTP/1.1\r\n${HOST}${'A: b\r\n'.repeat(DEFAULT_LIMITS.headerFields)}\r\n`],
  ])('%s', async (_, status, bytes) => {
    const target = await rawTarget(answering(ok()));
    const { port, plane } = await startPlane([target]);
    const text = await talk(port, Buffer.from(bytes, 'latin1'));
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(text).toMatch(/\r\nConnection: close\r\n/);
    expect(target.received).toEqual([]);
    expect(plane.tally).toMatchObject({ refused: 1 });
  });

  test('a chunk that is malformed, after the head went on: refused, and the target is cut off', async () => {
    const target = await rawTarget(() => {});
    const { port, plane } = await startPlane([target]);
    const socket = await dial(port);
    socket.write(`POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n`);
    await until(() => target.received[0]?.endsWith('abc\r\n') === true);
    socket.write('zz\r\n');
    expect(await hear(socket)).toMatch(/^HTTP\/1.1 400 /);
    await until(() => target.sockets[0]?.destroyed === true);
    expect(target.received[0]).not.toContain('zz');
    expect(plane.router.slots.blue.inFlight).toBe(0);
  });

  test('what stands behind a refused request is not read', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target]);
    const text = await talk(port, `GET / HTTP/1.1\r\n\r\nGET /smuggled HTTP/1.1\r\n${HOST}\r\n`);
    expect(text.match(/HTTP\/1.1 /g)?.length).toBe(1);
    expect(target.received).toEqual([]);
  });

  test('empty lines before a request are allowed', async () => {
    const { port } = await startPlane([await rawTarget(answering(ok()))]);
    expect(await talk(port, `\r\n\r\nGET / HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`)).toMatch(/^HTTP\/1.1 200 /);
  });
});

describe('bodies over the limit', () => {
  const limits = { ...DEFAULT_LIMITS, bodyBytes: 10 };

  test('by their length, before the target hears of them', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target], { limits });
    expect(await talk(port, `POST / HTTP/1.1\r\n${HOST}Content-Length: 11\r\n\r\n`)).toMatch(/^HTTP\/1.1 413 /);
    expect(target.received).toEqual([]);
  });

  test('by their chunks, as they come', async () => {
    const target = await rawTarget(() => {});
    const { port } = await startPlane([target], { limits });
    const text = await talk(
      port,
      `POST / HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n6\r\nabcdef\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1.1 413 /);
  });
});

describe('slow clients', () => {
  test('a head that dribbles is answered 408', async () => {
    const { port, plane } = await startPlane([], { timeouts: { ...DEFAULT_TIMEOUTS, headersMs: 200 } });
    const socket = await dial(port);
    socket.write('GET / HTTP/1.1\r\n');
    const dribble = setInterval(() => socket.write('X: a\r\n'), 20);
    expect(await hear(socket)).toMatch(/^HTTP\/1.1 408 /);
    clearInterval(dribble);
    expect(plane.tally.refused).toBe(1);
  });

  test('a connection that says nothing is closed without a word', async () => {
    const { port, plane } = await startPlane([], { timeouts: { ...DEFAULT_TIMEOUTS, headersMs: 200 } });
    expect(await talk(port, '')).toBe('');
    expect(plane.tally.refused).toBe(0);
  });

  test('an idle connection is closed after its time', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([target], { timeouts: { ...DEFAULT_TIMEOUTS, keepAliveMs: 200 } });
    expect(await talk(port, `GET / HTTP/1.1\r\n${HOST}\r\n`)).toBe(ok());
  });

  test('a body that stalls is answered 408, and its target is cut off', async () => {
    const target = await rawTarget(() => {});
    const { port } = await startPlane([target], { timeouts: { ...DEFAULT_TIMEOUTS, bodyIdleMs: 200 } });
    expect(await talk(port, `POST / HTTP/1.1\r\n${HOST}Content-Length: 5\r\n\r\nab`)).toMatch(/^HTTP\/1.1 408 /);
    await until(() => target.sockets[0]?.destroyed === true);
  });

  test('a client that does not take its answer is cut off', async () => {
    const large = `HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n${'a'.repeat(8_000_000)}`;
    const target = await rawTarget(answering(large));
    const { port, plane } = await startPlane([target], { timeouts: { ...DEFAULT_TIMEOUTS, bodyIdleMs: 200 } });
    const socket = await dial(port);
    socket.pause();
    socket.write(`GET / HTTP/1.1\r\n${HOST}\r\n`);
    await until(() => plane.tally.slots.blue[7] === 1);
    await until(() => target.sockets[0]?.destroyed === true);
    socket.destroy();
  });
});

test('connections over the limit are closed at once', async () => {
  const { port } = await startPlane([await rawTarget(answering(ok()))], {
    limits: { ...DEFAULT_LIMITS, connections: 1 },
  });
  const first = await dial(port);
  first.write(`GET / HTTP/1.1\r\n${HOST}\r\n`);
  await hear(first, (text) => text.endsWith('ok'));
  expect(await talk(port, `GET / HTTP/1.1\r\n${HOST}\r\n`)).toBe('');
  first.destroy();
});
