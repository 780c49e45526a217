import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { connectProxy } from '@seaworthy/proxy/control';
import { onTestFinished } from 'vitest';
import { nodeProgram } from '../../../platform/testing.ts';

export interface ProxyUnderTest {
  readonly socket: string;
  url(): Promise<string>;
  /** SIGKILL, and up again on the same files. */
  restart(): Promise<void>;
}

const main = nodeProgram(new URL('../../../../../proxy/src/main.ts', import.meta.url));

/** A real proxy in a process of its own, configured, without targets; ended with the test. */
export async function startProxy(folder: string, listen = '127.0.0.1:0'): Promise<ProxyUnderTest> {
  const socket = join(folder, 'proxy.sock');
  const control = connectProxy(socket);
  let child = launch(folder, socket);
  const up = async () => {
    while (!(await control.state().catch(() => undefined))) await new Promise((resolve) => setImmediate(resolve));
  };
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  onTestFinished(async () => {
    control.close();
    await end();
  });
  await up();
  await control.configure({ service: 'test', listen, balance: 'round-robin', retries: 2 });
  const address = (await control.state()).listen;
  return {
    socket,
    url: async () => `http://${address}/`,
    async restart() {
      await end();
      child = launch(folder, socket);
      await up();
    },
  };
}

function launch(folder: string, socket: string) {
  const files = [
    '--state-file',
    join(folder, 'proxy.json'),
    '--socket',
    socket,
    '--log-file',
    join(folder, 'proxy.log'),
  ];
  return spawn(process.execPath, [...main, ...files, '--workers', '1'], { stdio: 'ignore' });
}
