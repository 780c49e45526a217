import { createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { DEFAULT_TIMEOUTS } from '../control/defaults.ts';
import { readSide } from '../counting/side.ts';
import { dial, hear, talk, until } from '../testing.ts';
import { answering, deadTarget, ok, rawTarget, startPlane } from './testing.ts';

const get = (path = '/') => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
const post = 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi';
const firstLine = (text: string) => text.slice(0, text.indexOf('\r\n'));
const answered = (text: string) => /\r\n\r\n./s.test(text);

describe('targets that cannot be reached', () => {
  test('another one takes the request, with its body, and the failed attempt is counted', async () => {
    const [dead, alive] = [
      await deadTarget(),
      await rawTarget((socket, received) => received.endsWith('hi') && socket.write(ok())),
    ];
    const { port, plane, suspects } = await startPlane([dead, alive]);
    for (let i = 0; i < 4; i++) expect(await talk(port, post, answered)).toBe(ok());
    const [failed, served] = [readSide(plane.tally.target('dead')), readSide(plane.tally.target('raw'))];
    expect(failed).toMatchObject({ requests: 0, retried: 2, inFlight: 0 });
    expect(served).toMatchObject({ requests: 4, retried: 0, byClass: { '2xx': 4 } });
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 4, retried: 2 });
    expect(suspects).toEqual(['dead', 'dead']);
  });

  test('one that is started again in time costs no request, not even one with a body', async () => {
    const dead = await deadTarget();
    const { port, route } = await startPlane([dead]);
    const asked = [talk(port, get(), answered), talk(port, post, answered)];
    route({}, [{ ...dead, health: 'down' }]);
    const restarted = await rawTarget((socket, received) => /\r\n\r\n(hi)?$/.test(received) && socket.write(ok()));
    route({}, [{ ...restarted, id: 'dead' }]);
    expect(await Promise.all(asked)).toEqual([ok(), ok()]);
  });

  test('one that is back before anybody noticed is tried again', async () => {
    const dead = await deadTarget();
    const { port, suspects } = await startPlane([dead]);
    const asked = talk(port, get(), answered);
    await until(() => suspects.length > 0);
    const back = createServer((socket) => socket.on('data', () => socket.end(ok())));
    back.listen(dead.port, '127.0.0.1');
    onTestFinished(() => void back.close());
    expect(await asked).toBe(ok());
  });

  test('when all have been down for long the client is not kept waiting', async () => {
    const dead = { ...(await deadTarget()), health: 'down' as const };
    const { port } = await startPlane([dead]);
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 503 Service Unavailable');
  });

  test('without another one in time the client gets 502, counted for the target', async () => {
    const { port, plane } = await startPlane([await deadTarget()], {
      timeouts: { ...DEFAULT_TIMEOUTS, readyWaitMs: 0 },
    });
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 502 Bad Gateway');
    expect(readSide(plane.tally.target('dead'))).toMatchObject({ requests: 1, retried: 1, byClass: { '5xx': 1 } });
  });

  test('no more attempts are made than allowed', async () => {
    const dead = [await deadTarget('1'), await deadTarget('2'), await deadTarget('3')];
    const timeouts = { ...DEFAULT_TIMEOUTS, readyWaitMs: 0 };
    const { port, plane } = await startPlane(dead, { retries: 1, timeouts });
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 502 Bad Gateway');
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 1, retried: 1 });
  });
});

describe('kept connections that turn out closed', () => {
  /** Serves the first request of a connection and closes it when the second arrives. */
  const closesSecond = () =>
    rawTarget((socket, received) => {
      if (received.split('\r\n\r\n').length > 2) socket.destroy();
      else socket.write(ok());
    });

  test('a GET is sent again on a new connection', async () => {
    const target = await closesSecond();
    const { port, plane } = await startPlane([target]);
    expect(await talk(port, get(), answered)).toBe(ok());
    expect(await talk(port, get(), answered)).toBe(ok());
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 2, retried: 1, byClass: { '2xx': 2 } });
    expect(target.sockets.length).toBe(2);
  });

  test('a POST is not sent twice', async () => {
    const target = await closesSecond();
    const { port, plane } = await startPlane([target]);
    expect(await talk(port, get(), answered)).toBe(ok());
    expect(firstLine(await talk(port, 'POST / HTTP/1.1\r\nHost: a\r\n\r\n', answered))).toBe(
      'HTTP/1.1 502 Bad Gateway',
    );
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 2, retried: 0 });
  });

  test('a request that a new connection lost is not sent twice: it may have been the reason', async () => {
    const target = await rawTarget((socket) => socket.destroy());
    const { port } = await startPlane([target]);
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 502 Bad Gateway');
    expect(target.sockets.length).toBe(1);
  });

  test('a connection that the target says it keeps for a second is soon too old for a POST', async () => {
    const target = await rawTarget((socket, received) => {
      if (/\r\n\r\n(hi)?$/.test(received)) socket.write(ok('ok', 'Keep-Alive: timeout=1\r\n'));
    });
    const { port, plane } = await startPlane([target]);
    await talk(port, get(), answered);
    const kept = plane.router.slots.blue.targets[0]?.idle[0];
    expect(kept?.keepAliveMs).toBe(500);
    await until(() => performance.now() - (kept?.idleSinceMs ?? 0) > 250);
    await talk(port, 'POST / HTTP/1.1\r\nHost: a\r\n\r\n', answered);
    expect(target.sockets.length).toBe(2);
  });

  test('an idle connection that its target closes is forgotten at once', async () => {
    const target = await rawTarget(answering(ok()));
    const { port, plane } = await startPlane([target]);
    await talk(port, get(), answered);
    const routed = plane.router.slots.blue.targets[0];
    expect(routed?.idle.length).toBe(1);
    target.sockets[0]?.end();
    await until(() => routed?.idle.length === 0);
  });
});

describe('answers that fail', () => {
  test('broken off: the client sees it, and it is counted as cut', async () => {
    const target = await rawTarget((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    const { port, plane } = await startPlane([target]);
    expect(await talk(port, get())).toBe('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf');
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 1, cut: 1, clientGone: 0, inFlight: 0 });
  });

  test.each([
    ['malformed', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'],
    ['no HTTP', 'hello there\r\n\r\n'],
    ['endless', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(70_000)}`],
  ])('%s: 502', async (_, bytes) => {
    const { port } = await startPlane([await rawTarget(answering(bytes))]);
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 502 Bad Gateway');
  });

  test('too late: 504, and the target is cut off', async () => {
    const target = await rawTarget(() => {});
    const { port, plane } = await startPlane([target], { timeouts: { ...DEFAULT_TIMEOUTS, responseMs: 100 } });
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 504 Gateway Timeout');
    await until(() => target.sockets[0]?.destroyed === true);
    expect(readSide(plane.tally.target('raw'))).toMatchObject({ requests: 1, byClass: { '5xx': 1 }, inFlight: 0 });
  });

  test('stalled half-way: cut', async () => {
    const target = await rawTarget(answering('HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf'));
    const { port, plane } = await startPlane([target], { timeouts: { ...DEFAULT_TIMEOUTS, responseIdleMs: 100 } });
    expect(await talk(port, get())).toContain('half');
    expect(readSide(plane.tally.slots.blue)).toMatchObject({ requests: 1, cut: 1 });
  });
});

describe('while nothing serves', () => {
  test('people get a page in plain words, and are told when to come back', async () => {
    const target = await rawTarget(answering(ok()));
    const { port, plane } = await startPlane([{ ...target, health: 'down' }]);
    const text = await talk(port, get(), (so) => so.endsWith('</html>\n'));
    expect(text).toMatch(
      /^HTTP\/1.1 503 Service Unavailable\r\n[\s\S]*Retry-After: \d+\r\n[\s\S]*not available right now/,
    );
    expect(target.received).toEqual([]);
    expect(readSide(plane.tally.own)).toMatchObject({ requests: 1, byClass: { '5xx': 1 } });
  });

  test('or the page that was configured', async () => {
    const { port } = await startPlane([], { errorPage: '<h1>Back at five · ☕</h1>' });
    const text = await talk(port, get(), (so) => so.endsWith('</h1>'));
    expect(Buffer.from(text, 'latin1').toString('utf8')).toMatch(
      /^HTTP\/1.1 503 [\s\S]*Content-Length: 28\r\n[\s\S]*\r\n\r\n<h1>Back at five · ☕<\/h1>$/,
    );
  });

  test('a HEAD request gets no page, and the connection goes on', async () => {
    const { port } = await startPlane([]);
    const text = await talk(
      port,
      'HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
    );
    expect(text).toMatch(/^HTTP\/1.1 503 [^<]*\r\n\r\nHTTP\/1.1 503 [^<]*\r\n\r\n$/);
  });

  test('requests that come before the first probe wait for it', async () => {
    const target = await rawTarget(answering(ok()));
    const { port, plane, route } = await startPlane([{ ...target, health: 'unknown' }]);
    const answer = talk(port, get(), answered);
    await until(() => plane.clients.size === 1);
    expect(target.received).toEqual([]);
    route({}, [target]);
    expect(await answer).toBe(ok());
  });

  test('but not for long', async () => {
    const target = await rawTarget(answering(ok()));
    const { port } = await startPlane([{ ...target, health: 'unknown' }], {
      timeouts: { ...DEFAULT_TIMEOUTS, readyWaitMs: 50 },
    });
    expect(firstLine(await talk(port, get(), answered))).toBe('HTTP/1.1 503 Service Unavailable');
  });
});

describe('pause', () => {
  test('requests wait in order and go on at resume, with their bodies', async () => {
    const target = await rawTarget((socket, received) => received.endsWith('hi') && socket.write(ok()));
    const { port, plane, route } = await startPlane([target], { paused: { maxWaitMs: 10_000, maxQueue: 10 } });
    const answers = [talk(port, post, answered), talk(port, post, answered)];
    await until(() => plane.clients.size === 2);
    expect(target.received).toEqual([]);
    route({ paused: null });
    expect(await Promise.all(answers)).toEqual([ok(), ok()]);
  });

  test('those over the limit, and those that waited too long, are shed', async () => {
    const target = await rawTarget(answering(ok()));
    const { port, plane } = await startPlane([target], { paused: { maxWaitMs: 150, maxQueue: 1 } });
    const lines = await Promise.all([talk(port, get(), answered), talk(port, get(), answered)]);
    expect(lines.map(firstLine)).toEqual(Array(2).fill('HTTP/1.1 503 Service Unavailable'));
    expect(plane.tally.shed).toBe(2);
    expect(target.received).toEqual([]);
  });

  test('a client that leaves while it waits makes room', async () => {
    const target = await rawTarget(answering(ok()));
    const { port, plane, route } = await startPlane([target], { paused: { maxWaitMs: 10_000, maxQueue: 1 } });
    const impatient = await dial(port);
    impatient.write(get());
    await until(() => readSide(plane.tally.own).requests === 0 && plane.clients.size === 1);
    impatient.destroy();
    await until(() => plane.clients.size === 0);
    const answer = talk(port, get(), answered);
    await until(() => plane.clients.size === 1);
    route({ paused: null });
    expect(await answer).toBe(ok());
    expect(target.received.length).toBe(1);
  });
});

test('large bodies flow through without being held, in both directions at once', async () => {
  const size = 10_000_000;
  const target = await rawTarget((socket, _received, connection) => {
    if (socket.bytesRead < 100_000 && connection === 0 && socket.bytesWritten === 0) socket.pause();
  });
  const { port, plane } = await startPlane([target]);
  const socket = await dial(port);
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${size}\r\n\r\n`);
  socket.write(Buffer.alloc(size, 97));
  await until(() => plane.clients.values().next().value?.socket.isPaused() === true);
  const held = target.sockets[0]?.bytesRead ?? 0;
  expect(held).toBeLessThan(size);
  const answer = hear(socket, (text) => text.length > size);
  target.sockets[0]?.resume();
  await until(() => (target.sockets[0]?.bytesRead ?? 0) > size);
  target.sockets[0]?.write(`HTTP/1.1 200 OK\r\nContent-Length: ${size}\r\n\r\n`);
  target.sockets[0]?.write(Buffer.alloc(size, 98));
  const text = await answer;
  expect(text.length - text.indexOf('\r\n\r\n') - 4).toBe(size);
  socket.destroy();
});
