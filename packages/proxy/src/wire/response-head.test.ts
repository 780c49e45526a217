import { describe, expect, test } from 'vitest';
import { CHUNKED_BODY, CLOSE_BODY, LENGTH_BODY, NO_BODY } from './body.ts';
import { ResponseHead } from './response-head.ts';

function read(lines: string[], isHeadRequest = false): { isValid: boolean; head: ResponseHead } {
  const head = new ResponseHead();
  const isValid = head.read(lines.map((line) => `${line}\r\n`).join(''), isHeadRequest);
  return { isValid, head };
}

test.each([
  ['a length and an encoding', ['HTTP/1.1 200 OK', 'Content-Length: 3', 'Transfer-Encoding: chunked']],
  ['two different lengths', ['HTTP/1.1 200 OK', 'Content-Length: 3', 'Content-Length: 4']],
  ['an unknown encoding', ['HTTP/1.1 200 OK', 'Transfer-Encoding: gzip']],
  ['a status that is no number', ['HTTP/1.1 2x0 OK']],
  ['a status below 100', ['HTTP/1.1 099 OK']],
  ['another protocol', ['SSH-2.0-OpenSSH']],
  ['HTTP/2', ['HTTP/2.0 200 OK']],
  ['a folded field', ['HTTP/1.1 200 OK', 'A: b', ' c']],
  ['a bare line feed', ['HTTP/1.1 200 OK', 'A: b\nC: d']],
])('an answer with %s is not passed on', (_, lines) => {
  expect(read(lines).isValid).toBe(false);
});

describe('the end of the body', () => {
  test('by length, by chunks, by the end of the connection', () => {
    expect(read(['HTTP/1.1 200 OK', 'Content-Length: 7']).head).toMatchObject({ body: LENGTH_BODY, length: 7 });
    expect(read(['HTTP/1.1 200 OK', 'Content-Length: 7', 'content-length: 7']).head).toMatchObject({
      body: LENGTH_BODY,
      length: 7,
    });
    expect(read(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked']).head.body).toBe(CHUNKED_BODY);
    expect(read(['HTTP/1.1 200 OK']).head.body).toBe(CLOSE_BODY);
  });

  test('answers that never have one', () => {
    expect(read(['HTTP/1.1 204 No Content']).head.body).toBe(NO_BODY);
    expect(read(['HTTP/1.1 304 Not Modified', 'Content-Length: 7']).head.body).toBe(NO_BODY);
    expect(read(['HTTP/1.1 200 OK', 'Content-Length: 7'], true).head.body).toBe(NO_BODY);
    expect(read(['HTTP/1.1 200 OK', 'Transfer-Encoding: chunked'], true).head.body).toBe(NO_BODY);
  });
});

test('fields of the hop stay behind, the keep-alive hint is read', () => {
  const { head } = read([
    'HTTP/1.1 200',
    'Connection: keep-alive, X-Hop',
    'Keep-Alive: timeout=5, max=100',
    'X-Hop: 1',
    'Server: s',
  ]);
  expect(head.kept).toBe('HTTP/1.1 200\r\nServer: s\r\n');
  expect(head).toMatchObject({ keepAlive: true, keepAliveSeconds: 5 });
});

test('an HTTP/1.0 answer goes on as HTTP/1.1, and its connection is not kept', () => {
  const { head } = read(['HTTP/1.0 200 OK', 'Content-Length: 1']);
  expect(head.kept).toBe('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n');
  expect(head.keepAlive).toBe(false);
});

test('event streams are known by their type', () => {
  expect(read(['HTTP/1.1 200 OK', 'Content-Type: Text/Event-Stream; charset=utf-8']).head.isEventStream).toBe(true);
  expect(read(['HTTP/1.1 200 OK', 'Content-Type: text/html']).head.isEventStream).toBe(false);
});
