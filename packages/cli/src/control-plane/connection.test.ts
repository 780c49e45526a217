import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleStatus, startStub } from '@seaworthy/api/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { runVerb, testControlPlane, testHost, testStateFolder } from '../testing.ts';

/** A port of the system's own, where nobody listens. */
const nobody = 'http://127.0.0.1:2';

describe('the control plane is found', () => {
  it('by the state folder that --state-dir or the environment names', async () => {
    const { folder } = await testControlPlane();
    const host = testHost({ env: { SEAWORTHY_STATE_DIR: folder } });
    expect(await run(['status'], host)).toBe(0);
    expect(await run(['status', '--state-dir', folder], testHost())).toBe(0);
  });

  it('by --url, with the token of the environment', async () => {
    const { url, token } = await testControlPlane();
    expect(await run(['status', '--url', `${url}/`], testHost({ env: { SEAWORTHY_TOKEN: token } }))).toBe(0);
  });

  it('never by sending the token of this machine to another', async () => {
    const { folder } = await testControlPlane();
    const elsewhere = await startStub({ status: () => sampleStatus() }, { token: 'sw_test' });
    onTestFinished(() => elsewhere.close());
    const { exit, err } = await runVerb(['status', '--url', elsewhere.url], { folder });
    expect({ exit, code: /\((\w+)\)/.exec(err)?.[1] }).toEqual({ exit: 4, code: 'unauthenticated' });
  });
});

describe('a control plane that cannot be reached exits 5 and says why', () => {
  it('when none was started', async () => {
    const { exit, err } = await runVerb(['status'], { folder: '/nowhere' });
    expect({ exit, err }).toMatchObject({
      exit: 5,
      err: expect.stringContaining('No control plane was started in /nowhere.'),
    });
  });

  it('when it died', async () => {
    const folder = testStateFolder('http://127.0.0.1:9', 'sw');
    const record = { pid: process.pid, startTime: '1', url: 'http://127.0.0.1:9', version: '0' };
    writeFileSync(join(folder, 'run', 'server.json'), JSON.stringify(record));
    const { exit, err } = await runVerb(['status'], { folder });
    expect({ exit, err }).toMatchObject({ exit: 5, err: expect.stringContaining('no longer runs') });
  });

  it('when it refuses the connection', async () => {
    const { exit, err } = await runVerb(['status'], { folder: testStateFolder(nobody, 'sw') });
    expect({ exit, err }).toMatchObject({ exit: 5, err: expect.stringContaining('cannot be reached') });
  });

  it('and a deployment is then not begun', async () => {
    const { exit } = await runVerb(['deploy', '1.0.0'], { folder: testStateFolder(nobody, 'sw') });
    expect(exit).toBe(5);
  });
});

it('a missing key is told apart from a missing control plane', async () => {
  const { folder } = await testControlPlane();
  rmSync(join(folder, 'keys', 'cli.token'));
  const { exit, err } = await runVerb(['status'], { folder });
  expect({ exit, code: /\((\w+)\)/.exec(err)?.[1] }).toEqual({ exit: 4, code: 'token_unreadable' });
});

it('doctor finds a key that others can read', async () => {
  const { folder } = await testControlPlane();
  chmodSync(join(folder, 'keys', 'cli.token'), 0o644);
  const { exit, out } = await runVerb(['doctor', '--json'], { folder });
  const broken = JSON.parse(out).checks.filter(({ status }: { status: string }) => status === 'broken');
  expect({ exit, names: broken.map(({ name }: { name: string }) => name) }).toEqual({ exit: 1, names: ['key'] });
});
