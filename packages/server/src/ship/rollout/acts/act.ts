import type { Slot } from '@seaworthy/api';
import type { Clock } from '../../../platform/clock.ts';
import type { Sampler } from '../../analysis/sampler.ts';
import type { ReleaseStore } from '../../release/store.ts';
import type { InstanceSecrets } from '../../runtime/instance-secrets.ts';
import type { Instance, Supervisor } from '../../runtime/supervisor.ts';
import type { Traffic } from '../../traffic/traffic.ts';
import type { ActiveDeployment } from '../active.ts';
import type { StoredDeployment } from '../deployment.ts';
import type { StepResult } from '../plan.ts';
import type { RolloutPolicy } from '../policy.ts';
import type { SlotStore } from '../slots.ts';

/** What the acts work with. */
export interface RolloutTools {
  readonly policy: RolloutPolicy;
  readonly releases: ReleaseStore;
  readonly supervisor: Supervisor;
  readonly traffic: Traffic;
  readonly sampler: Pick<Sampler, 'last' | 'slowest'>;
  readonly slots: SlotStore;
  readonly clock: Clock;
  readonly secrets: InstanceSecrets;
  /** What every instance and command gets of the control plane's own environment: PATH, HOME, LANG, TZ. */
  readonly baseEnv: Readonly<Record<string, string>>;
}

export interface ActContext extends RolloutTools {
  /** As it was when the step began. */
  readonly deployment: StoredDeployment;
  readonly slot: Slot;
  readonly active: Pick<ActiveDeployment, 'show' | 'countOwn'>;
  /** Aborts when the step has to end early; its reason is thrown. */
  readonly signal: AbortSignal;
}

/** One step's work. Done twice it has the same effect as once: that is how it is resumed after a crash. */
export type Act = (context: ActContext) => Promise<StepResult>;

export function passed(detail: string, learned?: StepResult['learned']): StepResult {
  return { status: 'passed', detail, ...(learned === undefined ? {} : { learned }) };
}

export function instancesOf(supervisor: Pick<Supervisor, 'list'>, slot: Slot): readonly Instance[] {
  return supervisor.list().filter((instance) => instance.slot === slot);
}
