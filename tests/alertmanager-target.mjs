// Seaworthy's alerting as a target of ../shared/alertmanager/run.mjs, over the wire: a small server and plain webhooks
// around the modules that the control plane uses. `node ../shared/alertmanager/run.mjs tests/alertmanager-target.mjs`

import { spawn } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const server = fileURLToPath(new URL('alertmanager-server.ts', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx');

export async function start({ config, args, dir }) {
  const file = path.join(dir, 'alertmanager.yml');
  fs.writeFileSync(file, JSON.stringify(config));
  const argv = ['--conditions=source', '--import', tsx, server, file, path.join(dir, 'alerting.db'), ...args];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      log += chunk;
    });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const told = await Promise.race([
    new Promise((resolve) => child.once('message', resolve)),
    ended.then(() => undefined),
  ]);
  if (told?.unsupported) throw Object.assign(new Error(told.unsupported), { name: 'Unsupported' });
  if (told?.url === undefined) throw new Error(`the server did not start: ${log}`);
  return {
    url: told.url,
    reload: async () => {
      child.send('reload');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
