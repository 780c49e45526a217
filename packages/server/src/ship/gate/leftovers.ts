import { listPids, readEnvironment } from '../../platform/process-identity.ts';

/**
 * Kills what commands of an earlier life of the control plane left running: every process whose environment has the
 * marker. Returns how many there were.
 */
export function killLeftovers(marker: { readonly name: string; readonly value: string }): number {
  const left = listPids().filter(
    (pid) => pid !== process.pid && readEnvironment(pid)?.get(marker.name) === marker.value,
  );
  for (const pid of left) kill(pid);
  return left.length;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // ESRCH: it ended by itself.
  }
}
