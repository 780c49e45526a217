import { describe, expect, test } from 'vitest';
import { CHUNKED_BODY, LENGTH_BODY, NO_BODY } from './body.ts';
import { RequestHead } from './request-head.ts';

const MAX_FIELDS = 100;

function read(...lines: string[]): { status: number; head: RequestHead } {
  const head = new RequestHead();
  const status = head.read(lines.map((line) => `${line}\r\n`).join(''), MAX_FIELDS);
  return { status, head };
}

describe('requests that are refused', () => {
  const cases: [name: string, status: number, lines: string[]][] = [
    [
      'both a length and an encoding',
      400,
      ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Transfer-Encoding: chunked'],
    ],
    ['two different lengths', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Content-Length: 4']],
    ['two equal lengths', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3', 'Content-Length: 3']],
    ['a list of lengths', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 3, 3']],
    ['a signed length', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: +3']],
    ['a hexadecimal length', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 0x3']],
    ['an empty length', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length:']],
    ['a length too long to be exact', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 9999999999999999']],
    ['an unknown encoding', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: xchunked']],
    ['a list of encodings', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked']],
    ['chunked twice', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['an encoding with a control character', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: \x0bchunked']],
    ['an encoding in HTTP/1.0', 400, ['POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked']],
    ['a folded field', 400, ['GET / HTTP/1.1', 'Host: a', 'X: 1', ' 2']],
    ['a space before the colon', 400, ['GET / HTTP/1.1', 'Host: a', 'Content-Length : 3']],
    ['a field without a name', 400, ['GET / HTTP/1.1', 'Host: a', ': 3']],
    ['a field without a colon', 400, ['GET / HTTP/1.1', 'Host: a', 'nothing']],
    ['a bare line feed in a value', 400, ['GET / HTTP/1.1', 'Host: a', 'X: 1\nContent-Length: 3']],
    ['a bare carriage return in a value', 400, ['GET / HTTP/1.1', 'Host: a', 'X: 1\rContent-Length: 3']],
    ['a zero byte in a value', 400, ['GET / HTTP/1.1', 'Host: a', 'X: 1\0']],
    ['a name that is no token', 400, ['GET / HTTP/1.1', 'Host: a', 'X(: 1']],
    ['no host', 400, ['GET / HTTP/1.1']],
    ['two hosts', 400, ['GET / HTTP/1.1', 'Host: a', 'Host: b']],
    ['a host with a path', 400, ['GET / HTTP/1.1', 'Host: a/b']],
    ['a host with a user', 400, ['GET / HTTP/1.1', 'Host: a@b']],
    ['two spaces in the request line', 400, ['GET  / HTTP/1.1', 'Host: a']],
    ['a space in the target', 400, ['GET /a b HTTP/1.1', 'Host: a']],
    ['a tab in the request line', 400, ['GET\t/ HTTP/1.1', 'Host: a']],
    ['no version', 400, ['GET /', 'Host: a']],
    ['a version in lower case', 400, ['GET / http/1.1', 'Host: a']],
    ['a target that is no path', 400, ['GET a HTTP/1.1', 'Host: a']],
    ['a target for a user', 400, ['GET http://user@a/ HTTP/1.1', 'Host: a']],
    ['HTTP/2', 505, ['PRI * HTTP/2.0', 'Host: a']],
    ['HTTP/1.2', 505, ['GET / HTTP/1.2', 'Host: a']],
    ['CONNECT', 405, ['CONNECT a:443 HTTP/1.1', 'Host: a:443']],
    ['an unknown expectation', 417, ['POST / HTTP/1.1', 'Host: a', 'Expect: more']],
    [
      'too many fields',
      431,
      ['GET / HTTP/1.1', 'Host: a', ...Array.from({ length: MAX_FIELDS }, (_, i) => `X-${i}: 1`)],
    ],
  ];
  test.each(cases)('%s', (_, status, lines) => {
    expect(read(...lines).status).toBe(status);
  });
});

describe('what goes on to the target', () => {
  test('everything that is not of this hop, unchanged and in order', () => {
    const { status, head } = read(
      'GET /a?b=c HTTP/1.1',
      'hOsT: a:80',
      'X-One:1',
      'Cookie: a=b;  c',
      'X-Empty:',
      'X-High: \xe9',
    );
    expect(status).toBe(0);
    expect(head.kept).toBe(
      'GET /a?b=c HTTP/1.1\r\nhOsT: a:80\r\nX-One:1\r\nCookie: a=b;  c\r\nX-Empty:\r\nX-High: \xe9\r\n',
    );
  });

  test('no field of this hop, and none that Connection names', () => {
    const { head } = read(
      'GET / HTTP/1.1',
      'Connection: keep-alive, X-Mine',
      'Keep-Alive: timeout=5',
      'Host: a',
      'Proxy-Connection: keep-alive',
      'TE: trailers',
      'x-mine: secret',
      'Upgrade: h2c',
      'Accept: */*',
    );
    expect(head.kept).toBe('GET / HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n');
    expect(head.upgrade).toBe('');
  });

  test('the framing stays, even when Connection names it', () => {
    const { head } = read(
      'POST / HTTP/1.1',
      'Host: a',
      'Transfer-Encoding: chunked',
      'Connection: transfer-encoding, content-length, host',
    );
    expect(head.kept).toBe('POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n');
    expect(head.body).toBe(CHUNKED_BODY);
  });

  test('an absolute target becomes a path, and its host replaces the field', () => {
    const { head } = read('GET http://real:81/a?b HTTP/1.1', 'Host: other', 'Accept: */*');
    expect(head.kept).toBe('GET /a?b HTTP/1.1\r\nHost: real:81\r\nAccept: */*\r\n');
    expect(read('GET http://real HTTP/1.1', 'Host: other').head.kept).toContain('GET / HTTP/1.1\r\nHost: real\r\n');
  });

  test('HTTP/1.0 goes on as HTTP/1.1', () => {
    const { head } = read('GET / HTTP/1.0', 'Accept: */*');
    expect(head.kept).toBe('GET / HTTP/1.1\r\nHost: \r\nAccept: */*\r\n');
    expect(head.keepAlive).toBe(false);
    expect(read('GET / HTTP/1.0', 'Connection: keep-alive').head.keepAlive).toBe(true);
  });

  test('OPTIONS *', () => {
    expect(read('OPTIONS * HTTP/1.1', 'Host: a').head.kept).toBe('OPTIONS * HTTP/1.1\r\nHost: a\r\n');
  });
});

test('the body is found by its length, by chunks, or not there', () => {
  expect(read('POST / HTTP/1.1', 'Host: a', 'content-LENGTH: 12').head).toMatchObject({
    body: LENGTH_BODY,
    length: 12,
  });
  expect(read('POST / HTTP/1.1', 'Host: a', 'transfer-encoding: Chunked').head.body).toBe(CHUNKED_BODY);
  expect(read('POST / HTTP/1.1', 'Host: a', 'Content-Length: 0').head.body).toBe(NO_BODY);
  expect(read('POST / HTTP/1.1', 'Host: a').head.body).toBe(NO_BODY);
});

test('nothing of one request is left for the next', () => {
  const head = new RequestHead();
  head.read(
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: odd\r\nConnection: close, x\r\nUpgrade: websocket\r\n',
    MAX_FIELDS,
  );
  expect(head.read('GET /b HTTP/1.1\r\nHost: b\r\nX: 1\r\n', MAX_FIELDS)).toBe(0);
  expect(head).toMatchObject({
    body: NO_BODY,
    length: 0,
    keepAlive: true,
    upgrade: '',
    host: 'b',
    expectsContinue: false,
  });
  expect(head.kept).toBe('GET /b HTTP/1.1\r\nHost: b\r\nX: 1\r\n');
});
