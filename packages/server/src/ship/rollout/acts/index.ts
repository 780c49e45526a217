import type { Step } from '../steps.ts';
import { canaryIndex } from '../steps.ts';
import type { Act } from './act.ts';
import { analyse, watchCanary } from './analyse.ts';
import { checkHealth } from './check-health.ts';
import { clearSlot } from './clear-slot.ts';
import { measureBaseline } from './measure-baseline.ts';
import { migrate } from './migrate.ts';
import { prepare } from './prepare.ts';
import { retireCandidate } from './retire-candidate.ts';
import { startInstances } from './start-instances.ts';
import { switchTraffic, weigh } from './switch.ts';
import { switchBack } from './switch-back.ts';
import { validate } from './validate.ts';
import { verifyPublic } from './verify-public.ts';

/** The work behind each step. */
export function actOf(step: Exclude<Step, 'end'>): Act {
  if (canaryIndex(step) !== undefined) return step.startsWith('weigh:') ? weigh : watchCanary;
  return acts[step as keyof typeof acts];
}

const acts = {
  prepare,
  clear_slot: clearSlot,
  start_instances: startInstances,
  check_health: checkHealth,
  validate,
  measure_baseline: measureBaseline,
  migrate,
  switch: switchTraffic,
  verify_public: verifyPublic,
  analyse,
  switch_back: switchBack,
  retire_candidate: retireCandidate,
} satisfies Record<Exclude<Step, `weigh:${number}` | `watch:${number}` | 'end'>, Act>;
