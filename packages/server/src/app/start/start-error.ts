import { Failure } from '../../platform/failure.ts';
import { startErrors } from '../errors.ts';

/** Why the control plane does not start, for people. The exit code is the command line's: 1 failed, 4 refused. */
export class StartError extends Failure<keyof typeof startErrors> {
  get exitCode(): 1 | 4 {
    return startErrors[this.code].exit;
  }
}
