import type { Deployment } from '@seaworthy/api';
import type { ApprovalWishes } from '../approvable.ts';
import { approvable, approvalOptions } from '../approvable.ts';
import { headline } from '../text/deployment.ts';
import type { Invocation, Verb } from '../verb.ts';
import { reasonOption } from './reason.ts';

interface Options extends ApprovalWishes {
  readonly reason?: string;
}

type Steering = 'promote' | 'pause' | 'resume' | 'abort';

export const promote = steer('promote');
export const pause = steer('pause');
export const resume = steer('resume');
/** What others may have to agree to. */
export const abort: Verb = (command, does) => steer('abort')(approvalOptions(command), does);

/** One call that steers the deployment under way, and how it stands after it. */
function steer(name: Steering): Verb {
  const act = async (call: Invocation<Options>) => {
    const { connect, host, output, options } = call;
    const { reason } = options;
    const body = reason === undefined ? {} : { reason };
    const deployment = await approvable(call, (wishes) =>
      connect().client.call(name, { body }, { idempotencyKey: host.newId(), ...wishes }),
    );
    output.answer(deployment, (style) => `${headline(deployment, style)}\n${nextStep(deployment)}`);
    return undefined;
  };
  return (command, does) => void command.option(...reasonOption).action(does(act));
}

function nextStep({ id, paused }: Deployment): string {
  const follow = `Follow it: seaworthy deployments show ${id}`;
  return paused ? `${follow}. Go on: seaworthy resume, or seaworthy promote.` : follow;
}
