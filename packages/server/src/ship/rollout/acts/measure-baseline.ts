import type { Side, Stretch } from '../../analysis/measure.ts';
import { measureOf, stretchBetween } from '../../analysis/measure.ts';
import type { Act, ActContext } from './act.ts';
import { passed } from './act.ts';

/** How far back the old version's own slow seconds excuse those of the new one. */
const MINUTE_MS = 60_000;

/** What the old slot did just before: what the new one is held against afterwards. */
export const measureBaseline: Act = async (context) => {
  const { from } = context.deployment;
  if (from === null) return passed('no baseline: nothing was live before', { baseline: null });
  const side: Side = ({ bySlot }) => bySlot[from.slot];
  const stretch = await justBefore(context, side);
  if (stretch === undefined) return passed('no baseline: the proxy could not be read', { baseline: null });
  const { minRequests } = context.policy.release.analysis;
  const slowestLatencyMs = context.sampler.slowest(MINUTE_MS, side, minRequests);
  const baseline = { ...measureOf(stretch), slowestLatencyMs };
  const mean = baseline.meanLatencyMs === null ? '' : `, ${baseline.meanLatencyMs.toFixed(1)} ms`;
  const said = `baseline of ${from.version}: ${baseline.requests} requests in ${Math.round(baseline.seconds)} s${mean}`;
  return passed(said, { baseline });
};

/**
 * The last window's worth. When the control plane was restarted meanwhile it remembers less than that; what the
 * deployment noted at its start may reach further back.
 */
async function justBefore(
  { deployment, sampler, traffic, policy }: ActContext,
  side: Side,
): Promise<Stretch | undefined> {
  const { windowMs } = policy.release.analysis;
  const remembered = sampler.last(windowMs, side);
  const { countersAtStart } = deployment;
  if ((remembered?.ms ?? 0) >= windowMs || countersAtStart === null) return remembered;
  const sinceStart = stretchBetween(countersAtStart, await traffic.counters(), side);
  return (sinceStart?.ms ?? 0) > (remembered?.ms ?? 0) ? sinceStart : remembered;
}
