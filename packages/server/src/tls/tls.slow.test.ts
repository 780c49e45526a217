import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect as connectPlain } from 'node:net';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { readCertificate } from './certificate.ts';
import { keepCertificate } from './certificate-keeper.ts';
import type { TestCertificate } from './testing.ts';
import { testCertificate } from './testing.ts';
import { createTlsServer, renewCertificate } from './tls-server.ts';

const answer: RequestListener = (request, response) =>
  response.end(`${request.url} over ${'encrypted' in request.socket}`);

async function listening(files: TestCertificate, minVersion: 'TLSv1.2' | 'TLSv1.3' = 'TLSv1.2') {
  const certificate = await readCertificate({ ...files, minVersion });
  const server = createTlsServer(certificate, answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { server, certificate, port, url: `https://localhost:${port}` };
}

const curl = async (...args: string[]) =>
  (await promisify(execFile)('curl', ['-sS', '--noproxy', '*', ...args])).stdout;

/** A connection that stays, as a browser keeps one. */
async function keptConnection(port: number, caFile: string) {
  const socket = connect({ port, host: '127.0.0.1', servername: 'localhost', ca: readFileSync(caFile) });
  onTestFinished(() => void socket.destroy());
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
  const ask = () =>
    new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(String(data)));
      socket.write('GET /kept HTTP/1.1\r\nhost: localhost\r\n\r\n');
    });
  return { socket, ask, serial: socket.getPeerCertificate().serialNumber };
}

describe('a listener with TLS', () => {
  it('is understood by curl, that knows who signed its certificate, and refused by one that does not', async () => {
    const files = await testCertificate();
    const { url } = await listening(files);
    expect(await curl('--cacert', files.caFile, `${url}/a`)).toBe('/a over true');
    await expect(curl(`${url}/a`)).rejects.toThrow(/certificate/);
  });

  it('takes no older version of TLS than it is told', async () => {
    const files = await testCertificate();
    const { url } = await listening(files, 'TLSv1.3');
    await expect(curl('--cacert', files.caFile, '--tls-max', '1.2', `${url}/a`)).rejects.toThrow();
    expect(await curl('--cacert', files.caFile, `${url}/a`)).toBe('/a over true');
  });

  it('tells whoever speaks plain HTTP to it what to do', async () => {
    const { url, port } = await listening(await testCertificate());
    const told = await curl('-w', '\n%{http_code}', `${url.replace('https:', 'http:')}/a`);
    const [body = '', status] = told.split('\n\n').flatMap((part) => part.trim().split('\n'));
    expect(status).toBe('400');
    expect(JSON.parse(body)).toMatchObject({ error: { code: 'bad_request', hint: `Use https://localhost:${port}.` } });
  });

  it('bears connections that say nothing, nonsense, or end at once', async () => {
    const files = await testCertificate();
    const { url, port } = await listening(files);
    for (const words of ['', '\x16\x03', '\0\0\0\0', 'x'.repeat(100_000)]) {
      const socket = connectPlain(port, '127.0.0.1');
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      socket.on('error', () => undefined);
      socket.end(words);
      socket.resume();
      await closed;
    }
    expect(await curl('--cacert', files.caFile, `${url}/a`)).toBe('/a over true');
  });

  it('shows a new certificate to those who come, and drops nobody who is there', async () => {
    const files = await testCertificate();
    const { server, certificate: first, port } = await listening(files);
    const clock = virtualClock();
    const before = await keptConnection(port, files.caFile);
    const problems: unknown[] = [];
    const keeper = keepCertificate({
      ...{ files: { ...files, minVersion: 'TLSv1.2' }, first, clock },
      onNew: (certificate) => renewCertificate(server, certificate),
      onProblem: (error) => void problems.push(error),
    });
    onTestFinished(() => keeper.stop());

    files.renew();
    await keeper.look();
    const after = await keptConnection(port, files.caFile);
    expect(after.serial).not.toBe(before.serial);
    expect(await before.ask()).toContain('/kept over true');
    expect(keeper.current.fingerprint).not.toBe(first.fingerprint);

    writeFileSync(files.certFile, 'half a certifi');
    await expect(keeper.look()).rejects.toMatchObject({ code: 'tls_unreadable' });
    expect((await keptConnection(port, files.caFile)).serial).toBe(after.serial);
    expect(problems).toEqual([]);
  });
});

describe('a certificate that cannot be used', () => {
  const read = (files: TestCertificate) => readCertificate({ ...files, minVersion: 'TLSv1.2' });

  it('whose key others can read is refused, with the command that mends it', async () => {
    const files = await testCertificate();
    chmodSync(files.keyFile, 0o644);
    await expect(read(files)).rejects.toMatchObject({
      code: 'tls_key_unsafe',
      hint: `Run \`chmod 600 ${files.keyFile}\`.`,
    });
  });

  it('whose key is another one is refused', async () => {
    const [files, other] = [await testCertificate(), await testCertificate()];
    await expect(read({ ...files, keyFile: other.keyFile })).rejects.toMatchObject({ code: 'tls_mismatch' });
  });

  it('that is missing, or no PEM, is refused', async () => {
    const files = await testCertificate();
    await expect(read({ ...files, certFile: `${await testFolder()}/none` })).rejects.toMatchObject({
      message: expect.stringContaining('ENOENT'),
    });
    writeFileSync(files.keyFile, 'no key', { mode: 0o600 });
    await expect(read(files)).rejects.toMatchObject({ code: 'tls_unreadable' });
  });

  it('tells when it ends', async () => {
    const files = await testCertificate();
    files.renew(3);
    const days = ((await read(files)).expiresAtMs - Date.now()) / 86_400_000;
    expect(Math.round(days)).toBe(3);
  });
});
