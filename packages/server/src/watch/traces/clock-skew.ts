import type { OutlineSpan } from './outline.ts';
import type { TreeNode } from './tree.ts';

export interface ClockOwner {
  readonly service: string;
  readonly instance: string;
}

/**
 * What the spans prove about two clocks: `owner`'s is at least `leastNs` `direction` of `reference`'s. `contradictory`:
 * no single difference explains all spans; a clock was set meanwhile, or the spans are wrong.
 */
export interface ClockSkew {
  readonly owner: ClockOwner;
  readonly reference: ClockOwner;
  readonly direction: 'ahead' | 'behind' | 'contradictory';
  readonly leastNs: number;
}

interface Bounds {
  readonly owner: ClockOwner;
  readonly reference: ClockOwner;
  /** What must be added to the owner's times lies between these. */
  lowNs: number;
  highNs: number;
}

/**
 * Work cannot begin before it was asked for, and a caller that got its answer cannot have ended before the work began.
 * Where spans of two processes say otherwise, their clocks differ by at least so much. Times are never moved for it: an
 * estimate in place of a measurement would not be seen as one.
 */
export function clockSkews<T extends OutlineSpan>(nodes: readonly TreeNode<T>[]): readonly ClockSkew[] {
  const pairs = new Map<string, Bounds>();
  for (const { span, parent } of nodes) {
    if (parent === undefined || isSameClock(span, parent.span)) continue;
    const bounds = boundsOf(pairs, span, parent.span);
    bounds.lowNs = Math.max(bounds.lowNs, parent.span.startNs - span.startNs);
    // A caller that gave up may well be gone before its request is taken up.
    const isAnswered = parent.span.kind === 'client' && span.kind === 'server' && !parent.span.isError;
    if (isAnswered) bounds.highNs = Math.min(bounds.highNs, parent.span.endNs - span.startNs);
  }
  return [...pairs.values()].flatMap(toSkew);
}

function toSkew({ owner, reference, lowNs, highNs }: Bounds): ClockSkew[] {
  if (lowNs > highNs) {
    return [{ owner, reference, direction: 'contradictory', leastNs: lowNs - highNs }];
  }
  if (lowNs > 0) return [{ owner, reference, direction: 'behind', leastNs: lowNs }];
  return highNs < 0 ? [{ owner, reference, direction: 'ahead', leastNs: -highNs }] : [];
}

function boundsOf(pairs: Map<string, Bounds>, child: OutlineSpan, parent: OutlineSpan): Bounds {
  const key = JSON.stringify([child.service, child.instance, parent.service, parent.instance]);
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const fresh: Bounds = {
    owner: { service: child.service, instance: child.instance },
    reference: { service: parent.service, instance: parent.instance },
    lowNs: Number.NEGATIVE_INFINITY,
    highNs: Number.POSITIVE_INFINITY,
  };
  pairs.set(key, fresh);
  return fresh;
}

function isSameClock(one: OutlineSpan, other: OutlineSpan): boolean {
  return one.service === other.service && one.instance === other.instance;
}
