/**
 * Why a step ended before it was done, though nothing was wrong with it.
 * - `stopped`: the control plane stops; the deployment goes on where it is with the next start.
 * - `aborted`: somebody aborted the deployment.
 * - `steered`: somebody paused or promoted it: the step is looked at again.
 * - `lease_lost`: another control plane has taken over; this one must not act any more.
 */
export class Interruption extends Error {
  override readonly name = 'Interruption';
  readonly kind: 'stopped' | 'aborted' | 'steered' | 'lease_lost';

  constructor(kind: Interruption['kind']) {
    super(`The deployment was ${kind.replace('_', ' ')}.`);
    this.kind = kind;
  }
}

/** An instance of the release ended by itself. The first line says how, the others are its last log lines. */
export class InstanceLost extends Error {
  override readonly name = 'InstanceLost';
}
