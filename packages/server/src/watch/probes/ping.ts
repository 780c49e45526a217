import { execFile } from 'node:child_process';
import type { Look, Outcome } from './outcome.ts';
import { fail, pass, unsupported } from './outcome.ts';

/**
 * One echo request by the system's own `ping`, which may send it without rights of ours. `command` is for tests.
 */
export function pingProbe(host: string, timeoutMs: number, command = 'ping'): Look {
  const seconds = String(Math.max(1, Math.ceil(timeoutMs / 1_000)));
  const args = ['-n', '-q', '-c', '1', '-W', seconds, '--', host];
  return (signal) =>
    new Promise<Outcome>((resolve, reject) => {
      execFile(
        command,
        args,
        { signal, env: { LC_ALL: 'C', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } },
        (error, stdout, stderr) => {
          if (signal.aborted) reject(signal.reason);
          else resolve(judge(error, stdout, stderr));
        },
      );
    });
}

function judge(error: (Error & { code?: unknown }) | null, stdout: string, stderr: string): Outcome {
  if (error === null) {
    const [, ms] = /=\s*([\d.]+)\//.exec(stdout) ?? [];
    return pass('answered', ms === undefined ? {} : { probe_icmp_duration_seconds: Number(ms) / 1_000 });
  }
  if (error.code === 'ENOENT') return unsupported('there is no "ping" here: install iputils-ping, or use kind: tcp');
  if (/permitted|permission/i.test(stderr))
    return unsupported(`ping may not be used here: ${stderr.trim().slice(0, 200)}`);
  return fail(error.code === 1 ? 'no answer' : stderr.trim().slice(0, 200) || `ping ended with ${String(error.code)}`);
}
