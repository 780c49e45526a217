import { Failure } from './platform/failure.ts';

/** Why the control plane does not start, for people. The exit code is the command line's: 1 failed, 4 refused. */
export class StartError extends Failure<'already_running' | 'port_taken' | 'proxy_failed' | 'state_folder'> {
  get exitCode(): 1 | 4 {
    return this.code === 'already_running' ? 4 : 1;
  }
}
