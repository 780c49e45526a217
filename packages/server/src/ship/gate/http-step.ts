import { ask } from './ask.ts';
import type { Address, GateVerdict } from './verdict.ts';
import { fail, pass, urlOf } from './verdict.ts';

export interface HttpStep {
  readonly kind: 'http';
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly timeoutMs: number;
  /** Text that the beginning of the answer's body must have in it. */
  readonly contains?: string | undefined;
}

/** One request to one new instance, past the proxy. */
export async function runHttpStep(step: HttpStep, address: Address, signal: AbortSignal): Promise<GateVerdict> {
  const said = `${step.method} ${step.path}`;
  try {
    const { timeoutMs, method } = step;
    const { status, body } = await ask({ url: urlOf(address, step.path), method, timeoutMs, signal });
    if (status !== step.status) return fail(`${said} answered ${status}, ${step.status} is needed`, body.slice(0, 500));
    if (step.contains !== undefined && !body.includes(step.contains)) {
      return fail(`${said} answered ${status} without "${step.contains}"`, body.slice(0, 500));
    }
    return pass(`${said} answered ${status}`);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    return fail(`${said}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
