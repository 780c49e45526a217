import type { LabelSet } from '../matchers/label-set.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { matchesAll } from '../matchers/matcher.ts';

/** By which labels the alerts of a route are put together; `all` keeps each label set alone. */
export type GroupBy = readonly string[] | 'all';

/** A place in the routing tree, with what it has from those above it. */
export interface Route {
  /** Different for every route of a tree: the matchers on the way to it, and its place among its siblings. */
  readonly id: string;
  /** The matchers on the way to it: stays the same when siblings come and go. */
  readonly key: string;
  readonly matchers: readonly Matcher[];
  readonly receiver: string;
  readonly groupBy: GroupBy;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
  /** Names of time intervals; not taken from above. */
  readonly mute: readonly string[];
  readonly active: readonly string[];
  /** Whether the siblings after it are tried although it matched. */
  readonly continue: boolean;
  readonly routes: readonly Route[];
}

/** The deepest routes that match, in the order of the tree; a route speaks for its children when none of them matches. */
export function matchRoutes(route: Route, labels: LabelSet): Route[] {
  if (!matchesAll(route.matchers, labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const below = matchRoutes(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continue) break;
  }
  return found.length > 0 ? found : [route];
}

/** The labels that name a group; those that the alert does not have are left out. */
export function groupLabels(route: Route, labels: LabelSet): LabelSet {
  if (route.groupBy === 'all') return labels;
  return Object.fromEntries(route.groupBy.flatMap((name) => (name in labels ? [[name, labels[name] ?? '']] : [])));
}

export function allRoutes(route: Route): Route[] {
  return [route, ...route.routes.flatMap(allRoutes)];
}
