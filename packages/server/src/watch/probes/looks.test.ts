import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HttpProbe } from '../../config/metrics-config.ts';
import { testFolder } from '../../platform/testing.ts';
import { dnsProbe } from './dns.ts';
import { httpProbe } from './http.ts';
import { pingProbe } from './ping.ts';
import { postgresqlProbe } from './postgresql.ts';
import { redisProbe } from './redis.ts';
import { tcpProbe } from './tcp.ts';
import { anyAnswer, byteServer, closedPort, nameServer } from './testing.ts';

const { signal } = new AbortController();
const answers = (status: string, ...rest: string[]) => `HTTP/1.1 ${[status, ...rest].join('\r\n')}\r\n\r\n`;

describe('an http probe', () => {
  const page = answers('200 OK', 'content-length: 34') + '{"status":"ok","db":[{"lag":1.5}]}';
  const redirect = answers('302 Found', 'location: /login', 'content-length: 0');

  it.each<[string, Partial<HttpProbe>, string, string]>([
    ['any 2xx', {}, page, 'pass: answered 200'],
    ['no 5xx', {}, answers('503 No', 'content-length: 0'), 'fail: answered 503, 2xx is needed'],
    ['a status of a list', { status: [401, 503] }, answers('503 No', 'content-length: 0'), 'pass: answered 503'],
    ['no other status', { status: [401] }, page, 'fail: answered 200, 401 is needed'],
    ['a text', { contains: '"ok"' }, page, 'pass: answered 200'],
    ['no other text', { contains: 'ready' }, page, 'fail: the body has no "ready"'],
    ['a pattern', { matches: 'lag":\\d' }, page, 'pass: answered 200'],
    ['no other pattern', { matches: '^ok' }, page, 'fail: the body does not match /^ok/'],
    ['a value in JSON', { json: { path: '$.db[0].lag', equals: 1.5 } }, page, 'pass: answered 200'],
    ['no other value', { json: { path: 'status', equals: 'up' } }, page, 'fail: status is "ok", "up" is needed'],
    [
      'a value that is there',
      { json: { path: 'db[1].lag', equals: 1 } },
      page,
      'fail: db[1].lag is not there, 1 is needed',
    ],
    [
      'JSON',
      { json: { path: 'a', equals: 1 } },
      answers('200 OK', 'content-length: 2') + 'no',
      'fail: the body is no JSON',
    ],
    ['a redirect', { redirect: { to: 'http://HOST/login' } }, redirect, 'pass: answered 302'],
    [
      'that redirect',
      { redirect: { to: 'http://HOST/' } },
      redirect,
      'fail: redirects to http://HOST/login, not to http://HOST/',
    ],
    ['a redirect at all', { redirect: { to: 'http://HOST/' } }, page, 'fail: answered 200, a redirect is needed'],
    ['no redirect', { redirect: 'none' }, redirect, 'fail: answered 302, 2xx is needed'],
    ['TLS', { tlsDaysLeft: 14 }, page, 'fail: the answer came without TLS'],
  ])('wants %s', async (_, over, answer, expected) => {
    const { host, port } = await byteServer(() => answer);
    const { redirect: wanted } = over;
    const to = typeof wanted === 'object' ? { redirect: { to: wanted.to.replace('HOST', `${host}:${port}`) } } : {};
    const look = httpProbe({ ...anyAnswer, url: `http://${host}:${port}/`, ...over, ...to }, () => 0);
    const { verdict, reason } = await look(signal);
    expect(`${verdict}: ${reason}`).toBe(expected.replaceAll('HOST', `${host}:${port}`));
  });

  it('follows redirects and sends what it is told to', async () => {
    const asked: string[] = [];
    const { host, port } = await byteServer((bytes) => {
      asked.push(bytes.toString());
      return asked.length === 1 ? redirect : page;
    });
    const over = { method: 'POST', headers: { 'x-key': 'k' }, body: '{}' };
    const { measures } = await httpProbe({ ...anyAnswer, url: `http://${host}:${port}/`, ...over }, () => 0)(signal);
    expect(measures).toMatchObject({ probe_http_status_code: 200, probe_http_redirects: 1, probe_http_ssl: 0 });
    expect(asked[0]).toMatch(/^POST \/ HTTP.*x-key: k.*\{\}$/s);
    expect(asked[1]).toMatch(/^GET \/login HTTP/);
  });

  it('gives up on redirects in a circle', async () => {
    const { host, port } = await byteServer(() => redirect);
    await expect(httpProbe({ ...anyAnswer, url: `http://${host}:${port}/` }, () => 0)(signal)).rejects.toThrow(
      'more than 10',
    );
  });

  it('counts the days that the certificate has left, and refuses one that nobody vouches for', async () => {
    const { url, certificate } = await tlsServer(10);
    const probe = { ...anyAnswer, url, tlsDaysLeft: 7 };
    const good = await httpProbe(probe, () => Date.now(), certificate)(signal);
    expect(good.verdict).toBe('pass');
    expect(good.measures['probe_tls_days_left']).toBeCloseTo(10, 1);
    const late = await httpProbe({ ...probe, tlsDaysLeft: 14 }, () => Date.now(), certificate)(signal);
    expect(late.reason).toBe('the certificate expires in 10.0 days');
    await expect(httpProbe(probe, () => Date.now())(signal)).rejects.toThrow(/self-signed/);
  });
});

async function tlsServer(days: number) {
  const folder = await testFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const args = ['req', '-x509', ...kind, '-days', String(days), ...subject, '-keyout', key, '-out', cert];
  execFileSync('openssl', args, { stdio: 'ignore' });
  const certificate = readFileSync(cert, 'utf8');
  const server = createServer({ key: readFileSync(key), cert: certificate }, (_, response) => response.end('ok'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { certificate, url: `https://localhost:${(server.address() as AddressInfo).port}/` };
}

describe('a tcp probe', () => {
  it('wants something to listen', async () => {
    expect(await tcpProbe(await byteServer(() => undefined))(signal)).toMatchObject({ verdict: 'pass' });
    await expect(tcpProbe(await closedPort())(signal)).rejects.toThrow('ECONNREFUSED');
  });

  it('is broken off by its signal', async () => {
    const address = await byteServer(() => undefined);
    await expect(tcpProbe(address)(AbortSignal.abort(new Error('late')))).rejects.toThrow('late');
  });
});

describe('a redis probe', () => {
  it.each([
    ['+PONG\r\n', undefined, 'pass: answered PONG'],
    ['+OK\r\n+PONG\r\n', 'secret', 'pass: answered PONG'],
    ['-NOAUTH Authentication required.\r\n', undefined, 'fail: it wants a password: give one with "password"'],
    ['-WRONGPASS invalid\r\n-NOAUTH x\r\n', 'secret', 'fail: it answered WRONGPASS invalid'],
    ['-LOADING Redis is loading\r\n', undefined, 'fail: it answered LOADING Redis is loading'],
    ['HTTP/1.1 400 Bad\r\n', undefined, 'fail: it answered "HTTP/1.1 400 Bad", not PONG'],
  ])('that is answered %j', async (answer, password, expected) => {
    const asked: string[] = [];
    const address = await byteServer((bytes) => {
      asked.push(bytes.toString());
      return answer;
    });
    const { verdict, reason } = await redisProbe({ kind: 'redis', ...address, password })(signal);
    expect(`${verdict}: ${reason}`).toBe(expected);
    expect(asked.join('')).toBe(`${password ? '*2\r\n$4\r\nAUTH\r\n$6\r\nsecret\r\n' : ''}*1\r\n$4\r\nPING\r\n`);
  });

  it('that is hung up on has failed', async () => {
    const address = await byteServer((_, socket) => void socket.end());
    await expect(redisProbe({ kind: 'redis', ...address, password: undefined })(signal)).rejects.toThrow(
      'closed before',
    );
  });
});

describe('a postgresql probe', () => {
  const message = (type: string, body: string) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(Buffer.byteLength(body) + 4);
    return Buffer.concat([Buffer.from(type), length, Buffer.from(body)]);
  };
  const error = (code: string, text: string) => message('E', `SFATAL\0C${code}\0M${text}\0\0`);

  it.each([
    [message('R', '\0\0\0\x0a'), 'pass: takes connections'],
    [error('28000', 'no role'), 'pass: takes connections, but not this one: no role'],
    [error('57P03', 'the database system is starting up'), 'fail: the database system is starting up (57P03)'],
    [error('53300', 'too many clients'), 'fail: too many clients (53300)'],
    [Buffer.from('HTTP/1.1 400'), 'fail: what answered is no PostgreSQL'],
  ])('judges the answer to its startup message', async (answer, expected) => {
    let asked: Buffer = Buffer.alloc(0);
    const address = await byteServer((bytes, socket) => {
      asked = bytes;
      socket.write(answer.subarray(0, 3));
      return answer.subarray(3);
    });
    const { verdict, reason } = await postgresqlProbe({
      kind: 'postgresql',
      ...address,
      user: 'anna',
      database: 'bell',
    })(signal);
    expect(`${verdict}: ${reason}`).toBe(expected);
    expect(asked.readInt32BE(0)).toBe(asked.length);
    expect(asked.subarray(8).toString()).toBe('user\0anna\0database\0bell\0application_name\0seaworthy\0\0');
  });
});

describe('a dns probe', () => {
  const probe = { kind: 'dns', type: 'A', contains: undefined } as const;

  it('wants records, and one that has a text', async () => {
    const server = await nameServer();
    const known = { ...probe, server, query: 'known.example' };
    expect(await dnsProbe(known)(signal)).toMatchObject({ verdict: 'pass', reason: '1 records: 192.0.2.7' });
    expect((await dnsProbe({ ...known, contains: '192.0.2.8' })(signal)).reason).toMatch(/^none of the records has/);
    await expect(dnsProbe({ ...probe, server, query: 'other.example' })(signal)).rejects.toThrow('ENOTFOUND');
  });
});

describe('a ping probe', () => {
  const ping = async (script: string) => {
    const command = join(await testFolder(), 'ping');
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    return pingProbe('192.0.2.1', 1_500, command)(signal);
  };

  it('asks the ping of the system once', async () => {
    const outcome = await ping(
      '[ "$*" = "-n -q -c 1 -W 2 -- 192.0.2.1" ] && echo "rtt min/avg/max/mdev = 4.500/4.5/4.5/0 ms"',
    );
    expect(outcome).toEqual({ verdict: 'pass', reason: 'answered', measures: { probe_icmp_duration_seconds: 0.0045 } });
  });

  it('tells silence, errors, and that it cannot be done here, apart', async () => {
    expect(await ping('exit 1')).toMatchObject({ verdict: 'fail', reason: 'no answer' });
    expect(await ping('echo "ping: x: Name or service not known" >&2; exit 2')).toMatchObject({ verdict: 'fail' });
    expect(await ping('echo "ping: Operation not permitted" >&2; exit 2')).toMatchObject({ verdict: 'unsupported' });
    expect(await pingProbe('x', 1_000, '/nowhere/ping')(signal)).toMatchObject({
      verdict: 'unsupported',
      reason: expect.stringContaining('install iputils-ping'),
    });
  });
});
