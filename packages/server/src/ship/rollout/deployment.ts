import type {
  DeploymentState,
  Measure,
  Outcome,
  PhaseName,
  PhaseStatus,
  Reason,
  RequestCounts,
  Slot,
  Strategy,
  Verdict,
} from '@seaworthy/api';
import { phaseNames } from '@seaworthy/api';
import type { Tally } from '../analysis/tally.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { DeploymentKind } from './deployment-kind.ts';
import type { Step } from './steps.ts';

/** One attempt to make a release live, as it is stored. Times are milliseconds since 1970. */
export interface StoredDeployment {
  readonly id: string;
  readonly service: string;
  readonly kind: DeploymentKind;
  readonly version: string;
  readonly strategy: Strategy;
  /** Where the release goes; null for a dry run. */
  readonly slot: Slot | null;
  /** What was live when it began; null for a first release. */
  readonly from: { readonly slot: Slot; readonly version: string } | null;
  readonly source: string | null;
  readonly env: Readonly<Record<string, string>>;
  readonly requestedBy: string;
  /** What the caller named this request; asked again under the same key, it is the same deployment. */
  readonly requestKey?: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number | null;

  /** Number of the last stored transition. */
  readonly seq: number;
  /** What is being done; `end` when nothing is. */
  readonly step: Step;
  /** How often the step has begun: more than once when the control plane was killed in it. */
  readonly attempt: number;
  readonly state: DeploymentState;
  readonly phases: readonly StoredPhase[];
  readonly isPaused: boolean;
  /** What somebody asked for while it ran; honoured as soon as the step allows. */
  readonly intent: 'abort' | 'promote' | null;
  readonly outcome: Outcome | null;
  readonly failedPhase: PhaseName | null;
  readonly reason: Reason | null;
  readonly rollback: { readonly attempted: boolean; readonly success: boolean };
  /** The split may give the candidate traffic: set before the first time it does. */
  readonly hasTraffic: boolean;
  /** The candidate's share of traffic, 0 to 1, as last set. */
  readonly candidateShare: number;
  /** The old slot, measured just before the switch. */
  readonly baseline: Measure | null;
  readonly analysis: Verdict | null;
  /** What the data plane had counted when it began. */
  readonly countersAtStart: Counters | null;
  readonly tally: Tally | null;
  /** Of the requests counted, those that the deployment itself sent through the front door. */
  readonly ownRequests: RequestCounts;
  /** A later rollback took its release away again. */
  readonly rolledBackBy: string | null;
}

export interface StoredPhase {
  readonly name: PhaseName;
  readonly status: PhaseStatus;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly detail: string;
}

export type NewDeployment = Pick<
  StoredDeployment,
  | 'id'
  | 'service'
  | 'kind'
  | 'version'
  | 'strategy'
  | 'slot'
  | 'from'
  | 'source'
  | 'env'
  | 'requestedBy'
  | 'requestKey'
  | 'startedAt'
>;

/** Before its first transition. */
export function newDeployment(asked: NewDeployment, first: Step): StoredDeployment {
  return {
    ...asked,
    endedAt: null,
    seq: 0,
    step: first,
    attempt: 0,
    state: 'preparing',
    phases: phaseNames.map((name) => ({ name, status: 'pending', startedAt: null, endedAt: null, detail: '' })),
    isPaused: false,
    intent: null,
    outcome: null,
    failedPhase: null,
    reason: null,
    rollback: { attempted: false, success: false },
    hasTraffic: false,
    candidateShare: 0,
    baseline: null,
    analysis: null,
    countersAtStart: null,
    tally: null,
    ownRequests: { total: 0, failed: 0, retried: 0 },
    rolledBackBy: null,
  };
}

export function hasEnded(deployment: StoredDeployment): boolean {
  return deployment.step === 'end';
}
