import type { Deployment, LiveEvent, ServiceStatus, Traffic } from '@seaworthy/api';

/** How the page stands with the control plane. */
export type Link =
  | { readonly state: 'connecting' }
  | { readonly state: 'live' }
  /** What is shown was true at `lastSeenMs`; null: nothing was ever seen. */
  | { readonly state: 'behind'; readonly lastSeenMs: number | null; readonly message: string }
  | { readonly state: 'signed_out' };

export interface LiveState {
  readonly link: Link;
  readonly status: ServiceStatus | undefined;
  /** The one under way, else the last one. */
  readonly deployment: Deployment | undefined;
  /** Oldest first, five minutes at most. */
  readonly traffic: readonly Traffic[];
  /** Counts up with each deployment that ends: lists of them are then old. */
  readonly ended: number;
}

export const nothingSeen: LiveState = {
  link: { state: 'connecting' },
  status: undefined,
  deployment: undefined,
  traffic: [],
  ended: 0,
};

const shownMs = 5 * 60_000;

export function withEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.type) {
    case 'status':
      return withStatus(state, event.status);
    case 'deployment':
      return withDeployment(state, event.deployment);
    case 'traffic':
      return { ...state, traffic: withSample(state.traffic, event.traffic) };
    // Nothing of the picture: what was read by itself is read anew.
    case 'changed':
      return state;
  }
}

export function withStatus(state: LiveState, status: ServiceStatus): LiveState {
  const { lastDeployment } = status;
  return lastDeployment === null ? { ...state, status } : withDeployment({ ...state, status }, lastDeployment);
}

/** Events and records may cross: an older picture of a deployment never replaces a newer one. */
function withDeployment(state: LiveState, deployment: Deployment): LiveState {
  const { deployment: shown, ended } = state;
  if (shown !== undefined && isOlder(deployment, shown)) return state;
  const hasJustEnded = deployment.endedAt !== null && (shown?.id !== deployment.id || shown.endedAt === null);
  return { ...state, deployment, ended: hasJustEnded ? ended + 1 : ended };
}

function isOlder(next: Deployment, shown: Deployment): boolean {
  if (next.id !== shown.id) return next.startedAt < shown.startedAt;
  if (shown.endedAt !== null) return next.endedAt === null;
  return next.endedAt === null && next.durationMs < shown.durationMs;
}

/** A resumed stream may tell again what was told: samples stay in the order of their time, each once. */
function withSample(traffic: readonly Traffic[], sample: Traffic): readonly Traffic[] {
  const last = traffic.at(-1);
  if (last !== undefined && sample.time <= last.time) return traffic;
  const oldest = Date.parse(sample.time) - shownMs;
  return [...traffic.filter(({ time }) => Date.parse(time) >= oldest), sample];
}
