import type { Alert } from '../alerts/alert.ts';
import type { Inhibitor } from '../inhibition/inhibitor.ts';
import { mutedBy } from '../intervals/mutes.ts';
import type { LabelSet } from '../matchers/label-set.ts';
import { formatLabels } from '../matchers/label-set.ts';
import { formatMatchers, matchesAll } from '../matchers/matcher.ts';
import type { Silence } from '../silences/silence.ts';
import { silencesOf } from '../silences/silence.ts';
import type { AlertingConfig } from './config/alerting-config.ts';
import { receiverNamed } from './config/alerting-config.ts';
import type { Route } from './route.ts';
import { allRoutes, groupLabels, matchRoutes } from './route.ts';

/** What else is known at the time that is asked about. */
export interface Circumstances {
  readonly now: number;
  readonly inhibitor: Inhibitor;
  readonly silences: readonly Silence[];
}

/** What would become of an alert on one of the routes that match it. */
export interface RouteOutcome {
  readonly receiver: string;
  /** `webhook[0]`; none when the receiver tells nobody. */
  readonly integrations: readonly string[];
  readonly verdict: 'told' | 'quiet';
  /** Why it is quiet; empty when it is told. */
  readonly reasons: readonly QuietReason[];
  /** From the root: the matchers of each route on the way. */
  readonly path: readonly string[];
  /** The same routes, by their places in `allRoutes`. */
  readonly way: readonly number[];
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly groupWaitMs: number;
  readonly groupIntervalMs: number;
  readonly repeatIntervalMs: number;
}

export type QuietReason =
  | { readonly kind: 'no_integration' }
  | { readonly kind: 'inhibited'; readonly by: LabelSet; readonly fingerprint: string; readonly rule?: string }
  | { readonly kind: 'muted'; readonly timeIntervals: readonly string[] }
  | { readonly kind: 'silenced'; readonly by: readonly Pick<Silence, 'id' | 'createdBy' | 'comment' | 'endsAt'>[] };

/** Who would be told of an alert with these labels at that time, by which way, and if nobody, why. */
export function testRoutes(config: AlertingConfig, labels: LabelSet, circumstances: Circumstances): RouteOutcome[] {
  const places = allRoutes(config.route);
  return matchRoutes(config.route, labels).map((route) => {
    const way = wayTo(config.route, route, labels);
    const integrations = receiverNamed(config, route.receiver)?.integrations.map(({ name }) => name) ?? [];
    const reasons = quietReasons(config, route, labels, circumstances);
    if (integrations.length === 0) reasons.push({ kind: 'no_integration' });
    const named = groupLabels(route, labels);
    return {
      receiver: route.receiver,
      integrations,
      verdict: reasons.length === 0 ? 'told' : 'quiet',
      reasons,
      path: way.map(({ matchers }) => formatMatchers(matchers)),
      way: way.map((each) => places.indexOf(each)),
      groupKey: `${route.key}:${formatLabels(named)}`,
      groupLabels: named,
      groupWaitMs: route.groupWaitMs,
      groupIntervalMs: route.groupIntervalMs,
      repeatIntervalMs: route.repeatIntervalMs,
    };
  });
}

function quietReasons(
  config: AlertingConfig,
  route: Route,
  labels: LabelSet,
  { now, inhibitor, silences }: Circumstances,
): QuietReason[] {
  const inhibition = inhibitor.inhibitionOf(labels, now);
  const timeIntervals = mutedBy(route, config.timeIntervals, now);
  const silencedBy = silencesOf(labels, silences, now);
  return [
    ...(inhibition ? [inhibited(inhibition.source, inhibition.rule.name)] : []),
    ...(timeIntervals.length > 0 ? [{ kind: 'muted' as const, timeIntervals }] : []),
    ...(silencedBy.length > 0 ? [{ kind: 'silenced' as const, by: silencedBy.map(essence) }] : []),
  ];
}

function inhibited({ labels, fingerprint }: Alert, rule: string | undefined): QuietReason {
  return { kind: 'inhibited', by: labels, fingerprint, ...(rule === undefined ? {} : { rule }) };
}

function essence({ id, createdBy, comment, endsAt }: Silence) {
  return { id, createdBy, comment, endsAt };
}

function wayTo(from: Route, to: Route, labels: LabelSet): Route[] {
  if (from.id === to.id) return [from];
  const next = from.routes.find((child) => isAbove(child, to) && matchesAll(child.matchers, labels));
  return next === undefined ? [from] : [from, ...wayTo(next, to, labels)];
}

function isAbove(route: Route, other: Route): boolean {
  return route.id === other.id || route.routes.some((child) => isAbove(child, other));
}
