// `npm start`: gets everything ready, then brings up the doorbell workload behind the proxy, in the foreground.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ready, root } from './steps.mjs';

await ready();
const seaworthy = join(root, 'packages/cli/bin/seaworthy.js');
const args = ['up', '-f', 'workloads/doorbell/seaworthy.yaml', ...process.argv.slice(2)];
const child = spawn(process.execPath, [seaworthy, ...args], { cwd: root, stdio: 'inherit' });
// A terminal sends Ctrl-C to both of us: `up` stops everything in order, this process only waits for it.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => child.kill('SIGTERM'));
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
