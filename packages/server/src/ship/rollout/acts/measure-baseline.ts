import { measureOf } from '../../analysis/measure.ts';
import type { Act } from './act.ts';
import { passed } from './act.ts';

/** What the old slot did just before: what the new one is held against afterwards. */
export const measureBaseline: Act = async ({ deployment, sampler, policy }) => {
  const { from } = deployment;
  if (from === null) return passed('no baseline: nothing was live before', { baseline: null });
  const stretch = sampler.last(policy.release.analysis.windowMs, ({ bySlot }) => bySlot[from.slot]);
  if (stretch === undefined) return passed('no baseline: the proxy could not be read', { baseline: null });
  const baseline = measureOf(stretch);
  const mean = baseline.meanLatencyMs === null ? '' : `, ${baseline.meanLatencyMs.toFixed(1)} ms`;
  const said = `baseline of ${from.version}: ${baseline.requests} requests in ${Math.round(baseline.seconds)} s${mean}`;
  return passed(said, { baseline });
};
