import type { RouteOutcome as ApiOutcome, RouteNode } from '@seaworthy/api';
import { formatLabels } from '../watch/matchers/label-set.ts';
import { formatMatcher } from '../watch/matchers/matcher.ts';
import type { Route } from '../watch/routes/route.ts';
import type { QuietReason, RouteOutcome } from '../watch/routes/routes-test.ts';

/** The tree as a list: each place after the one above it. */
export function toApiRoutes(route: Route, mutedBy: (route: Route) => readonly string[], depth = 0): RouteNode[] {
  const { receiver, groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs, mute, active } = route;
  const node = {
    depth,
    matchers: route.matchers.map(formatMatcher),
    receiver,
    continue: route.continue,
    groupBy: groupBy === 'all' ? ['...'] : [...groupBy],
    ...{ groupWaitMs, groupIntervalMs, repeatIntervalMs },
    ...{ muteTimeIntervals: [...mute], activeTimeIntervals: [...active], mutedBy: [...mutedBy(route)] },
  };
  return [node, ...route.routes.flatMap((child) => toApiRoutes(child, mutedBy, depth + 1))];
}

export function toApiOutcome({ groupKey: _, reasons, integrations, path, way, ...outcome }: RouteOutcome): ApiOutcome {
  return {
    ...outcome,
    ...{ integrations: [...integrations], path: [...path], way: [...way] },
    reasons: reasons.map(toApiReason),
  };
}

function toApiReason(reason: QuietReason): ApiOutcome['reasons'][number] {
  const { kind } = reason;
  switch (kind) {
    case 'inhibited': {
      const rule = reason.rule === undefined ? '' : ` (rule ${reason.rule})`;
      return { kind, by: [reason.fingerprint], message: `${formatLabels(reason.by)} fires and inhibits it${rule}.` };
    }
    case 'muted':
      return {
        kind,
        by: [...reason.timeIntervals],
        message: `It is quiet at this time: ${reason.timeIntervals.join(', ')}.`,
      };
    case 'silenced': {
      const each = reason.by.map(({ id, createdBy, endsAt, comment }) => {
        return `${id} by ${createdBy} until ${new Date(endsAt).toISOString()}${comment && ` (${comment})`}`;
      });
      return { kind, by: reason.by.map(({ id }) => id), message: `It is silenced: ${each.join('; ')}.` };
    }
    case 'no_integration':
      return { kind, by: [], message: 'The receiver has nothing by which it could be told.' };
  }
}
