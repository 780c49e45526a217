import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The page with which a new installation begins; it comes with all of its code. */
export async function startKuma(folder, port) {
  const data = mkdtempSync(join(tmpdir(), 'seaworthy-bench-kuma-'));
  const args = ['server/server.js', `--port=${port}`, '--host=127.0.0.1', `--data-dir=${data}/`];
  const server = spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}/`;
  const answers = () =>
    fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
  const deadline = performance.now() + 30_000;
  while (!(await answers())) {
    if (performance.now() > deadline) throw new Error(`Uptime Kuma in ${folder} did not answer within 30 s.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    async close() {
      server.kill('SIGKILL');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
