import type { Deployment, Slot } from '@seaworthy/api';
import type { Course } from './course.ts';

/** One of the two that are compared: in which slot it was, and from when to when that slot held it. */
export interface Life {
  readonly name: string;
  readonly slot: Slot;
  readonly fromMs: number;
  readonly untilMs: number;
}

const always = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** Before and after a deployment its slots hold other versions, whose numbers are not those of baseline and candidate. */
export function livesOf(deployment: Deployment): readonly Life[] {
  const { slot, version, fromVersion, phases, outcome, endedAt } = deployment;
  if (slot === null) return [];
  const began = phases.find(({ name }) => name === 'traffic_switch')?.startedAt ?? null;
  const endedMs = endedAt === null ? always.untilMs : Date.parse(endedAt);
  const isLive = outcome === null || outcome === 'completed';
  const candidate: Life = {
    ...{ name: `candidate ${version}`, slot },
    fromMs: began === null ? Number.POSITIVE_INFINITY : Date.parse(began),
    untilMs: isLive ? always.untilMs : endedMs,
  };
  if (fromVersion === null) return [candidate];
  const other = slot === 'blue' ? 'green' : 'blue';
  const untilMs = outcome === 'completed' ? endedMs : always.untilMs;
  return [{ name: `baseline ${fromVersion}`, slot: other, fromMs: always.fromMs, untilMs }, candidate];
}

/** Each number of a course is of the time from so long before its moment until so long after it. */
export interface Reach {
  readonly beforeMs: number;
  readonly afterMs: number;
}

/**
 * What of a slot's numbers is of that life, also where only a part of what a number is of lies in it: the errors of a
 * short one are seen. As long as that reaches another version that got requests in the slot, it says nothing.
 */
export function withinLife(course: Course, requests: Course, life: Life, reach: Reach): (number | null)[] {
  const { slot, fromMs, untilMs } = life;
  const stretchOf = (seconds: number) => ({
    startMs: seconds * 1000 - reach.beforeMs,
    endMs: seconds * 1000 + reach.afterMs,
  });
  const rates = requests.bySlot[slot];
  const isBusy = (at: number) => (rates[at] ?? 0) > 0;
  const wasBusy = isBusy(requests.times.findLastIndex((time) => stretchOf(time).endMs <= fromMs));
  const getsBusy = isBusy(requests.times.findIndex((time) => stretchOf(time).startMs >= untilMs));
  return course.times.map((time, at) => {
    const { startMs, endMs } = stretchOf(time);
    const isOfIt = endMs > fromMs && startMs < untilMs;
    const isMixed = (wasBusy && startMs < fromMs) || (getsBusy && endMs > untilMs);
    return isOfIt && !isMixed ? (course.bySlot[slot][at] ?? null) : null;
  });
}
