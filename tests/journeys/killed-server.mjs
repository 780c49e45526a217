// The built control plane with the one thing that only tests can reach: a fault point. It notes every point that it passes
// in POINTS, and kills itself with SIGKILL at the point (`<seq>:<moment>`) that stands in the file KILL_AT, once.
// Arguments: the file, the state folder, the port.
import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startApp } from '@seaworthy/server/app';
import { loadConfiguration } from '@seaworthy/server/config';
import { systemClock } from '../../packages/server/dist/platform/clock.js';

const [file, stateDir, port] = process.argv.slice(2);
const { PATH, HOME, LANG, KILL_AT, POINTS } = process.env;
await startApp({
  config: loadConfiguration({
    file,
    cwd: process.cwd(),
    env: {},
    flags: { '--state-dir': stateDir, '--listen': `127.0.0.1:${port}` },
  }),
  version: '0.1.0',
  clock: systemClock,
  proxyCommand: [process.execPath, fileURLToPath(import.meta.resolve('@seaworthy/proxy/main'))],
  baseEnv: { PATH, HOME, ...(LANG === undefined ? {} : { LANG }) },
  stderr: process.stderr,
  exit: (code) => process.exit(code),
  heedsSignals: true,
  faultPoint(seq, name, moment) {
    const point = `${seq}:${moment}`;
    appendFileSync(POINTS, `${point} ${name}\n`);
    if (!existsSync(KILL_AT) || readFileSync(KILL_AT, 'utf8') !== point) return;
    rmSync(KILL_AT);
    process.kill(process.pid, 'SIGKILL');
  },
});
