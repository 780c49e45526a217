import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AtEnd } from './platform/testing.ts';
import { atEndOfGroup, nodeProgram } from './platform/testing.ts';
import { installation, pidsOf } from './testing.ts';
import { testCertificate } from './tls/testing.ts';

const patience = { timeout: 90_000, interval: 100 };
const curl = async (...args: string[]) =>
  (await promisify(execFile)('curl', ['-sS', '--noproxy', '*', ...args])).stdout;
const cli = nodeProgram(new URL('../../cli/src/main.ts', import.meta.url));

function seaworthy(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...cli, ...args], {
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

async function encrypted(atEnd: AtEnd) {
  const [home, files] = [await installation(atEnd), await testCertificate(atEnd)];
  const server = await home.start(['--tls-cert', files.certFile, '--tls-key', files.keyFile]);
  const url = server.record.url.replace('127.0.0.1', 'localhost');
  return { home, files, server, url };
}

describe('a control plane with TLS', () => {
  const atEnd = atEndOfGroup();
  let running: Awaited<ReturnType<typeof encrypted>>;
  beforeAll(async () => {
    running = await encrypted(atEnd);
  });

  it('answers curl and our command line, with HSTS, and tells when its certificate ends', async () => {
    const { home, files, server, url } = running;
    expect(server.record.url).toMatch(/^https:/);
    const head = await curl('-i', '--cacert', files.caFile, `${url}/health`);
    expect(head).toMatch(/^strict-transport-security: max-age=31536000\r?$/m);
    const bearer = ['-H', `authorization: Bearer ${server.token}`, '--cacert', files.caFile];
    const metrics = await curl(...bearer, `${url}/metrics`);
    const end = Number(/^seaworthy_tls_certificate_expiry_timestamp_seconds (\S+)$/m.exec(metrics)?.[1]);
    expect(Math.round((end - Date.now() / 1000) / 86_400)).toBe(20);

    expect(seaworthy(['status', '--state-dir', home.stateDir])).toMatchObject({ status: 0, stderr: '' });
    const env = { SEAWORTHY_TOKEN: server.token };
    expect(seaworthy(['status', '--url', url, '--ca', files.caFile], env)).toMatchObject({ status: 0, stderr: '' });
    expect(seaworthy(['status', '--url', url], { ...env, SEAWORTHY_CA: files.caFile })).toMatchObject({ status: 0 });
    const untrusting = seaworthy(['status', '--url', url], env);
    expect(untrusting).toMatchObject({ status: 5, stderr: expect.stringContaining('--ca') });
    const plain = seaworthy(['status', '--url', url.replace('https:', 'http:')], env);
    expect(plain).toMatchObject({ status: 2, stderr: expect.stringContaining(`Use ${url}`) });
  });

  it('gives session cookies to be sent over TLS alone', async () => {
    const { files, server, url } = running;
    const bearer = ['-H', `authorization: Bearer ${server.token}`, '--cacert', files.caFile];
    const link = JSON.parse(await curl('-X', 'POST', ...bearer, `${url}/api/v1/sign-in-links`));
    const code = String(link.url).split('#')[1];
    const answer = await curl(
      '-i',
      '--cacert',
      files.caFile,
      '-H',
      'content-type: application/json',
      '-d',
      JSON.stringify({ code }),
      `${url}/api/v1/session`,
    );
    const cookies = answer.split(/\r?\n/).filter((line) => /^set-cookie:/i.test(line));
    expect(cookies.length).toBeGreaterThan(0);
    expect(cookies.filter((line) => !/; Secure/i.test(line))).toEqual([]);
  });

  it('takes a renewed certificate up by itself, and its command line goes on', async () => {
    const { home, files, server } = running;
    const recordNow = () => JSON.parse(readFileSync(join(home.stateDir, 'run', 'server.json'), 'utf8'));
    files.renew();
    await expect.poll(() => recordNow().fingerprint, patience).not.toBe(server.record.fingerprint);
    expect(seaworthy(['status', '--state-dir', home.stateDir])).toMatchObject({ status: 0 });
  });

  it('hears the telemetry of its instances on loopback all the same, and nothing else there', async () => {
    const { home, server } = running;
    const pid = () =>
      pidsOf(home.stateDir).find((each) => /INSTANCE_ID=/.test(readFileSync(`/proc/${each}/environ`, 'latin1')));
    await expect.poll(pid, patience).toBeDefined();
    const environ = readFileSync(`/proc/${pid()}/environ`, 'latin1');
    const endpoint = /OTEL_EXPORTER_OTLP_ENDPOINT=([^\0]*)/.exec(environ)?.[1] ?? '';
    expect(endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const token = readFileSync(join(home.stateDir, 'keys', 'telemetry.token'), 'utf8').trim();
    const status = ['-o', '/dev/null', '-w', '%{http_code}'];
    const logs = ['-H', 'content-type: application/json', '-d', '{"resourceLogs":[]}', `${endpoint}/v1/logs`];
    expect(await curl(...status, '-H', `authorization: Bearer ${token}`, ...logs)).toBe('200');
    expect(await curl(...status, ...logs)).toBe('401');
    expect(await curl(...status, '-H', `authorization: Bearer ${server.token}`, `${endpoint}/api/v1/status`)).toBe(
      '404',
    );
  });
});

it('beyond loopback, TLS or a word that it is somebody else’s task is asked for', async () => {
  const home = await installation();
  const ended = await home.run(['--listen', '0.0.0.0:0']);
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('there is no TLS') });
});
