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

/**
 * What of a slot's numbers is of that life. Each number is of a window before its time: as long as that reaches back to
 * an earlier version that still got requests, it says nothing.
 */
export function withinLife(course: Course, requests: Course, life: Life, windowMs: number): (number | null)[] {
  const { slot, fromMs, untilMs } = life;
  const before = requests.times.findLastIndex((time) => time * 1000 <= fromMs);
  const wasBusy = (requests.bySlot[slot][before] ?? 0) > 0;
  const firstMs = fromMs + (wasBusy ? windowMs : 0);
  return course.times.map((time, at) => {
    const isOfIt = time * 1000 > firstMs && time * 1000 <= untilMs;
    return isOfIt ? (course.bySlot[slot][at] ?? null) : null;
  });
}
