import type { Labels } from '@seaworthy/promql';
import type { RuleDefinition } from '../file/definition.ts';
import type { QueryFunc } from '../query.ts';

/** A sample that an evaluation gives. */
export interface WrittenSample {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

export interface EvaluationContext {
  readonly at: number;
  readonly queryOffsetMs: number;
  readonly limit: number;
  readonly query: QueryFunc;
  readonly externalURL: string;
  readonly externalLabels: Readonly<Record<string, string>>;
}

export type RuleHealth = 'unknown' | 'ok' | 'err';

/** How the last evaluation went. */
export interface RuleReport {
  health: RuleHealth;
  lastError: string;
  lastEvaluationAt: number | undefined;
  evaluationMs: number;
}

export interface Rule {
  readonly definition: RuleDefinition;
  readonly report: RuleReport;
  /** What the store is to be given. Rejects when the rule cannot be evaluated; nothing is written then. */
  evaluate(context: EvaluationContext): Promise<readonly WrittenSample[]>;
}

export function newReport(): RuleReport {
  return { health: 'unknown', lastError: '', lastEvaluationAt: undefined, evaluationMs: 0 };
}
