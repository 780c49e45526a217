import type { Alert } from '../alerts/alert.ts';
import { isResolvedAt } from '../alerts/alert.ts';
import type { LabelSet } from '../matchers/label-set.ts';
import type { InhibitionRule } from './inhibition-rule.ts';
import { equalKey, isSource, isTarget } from './inhibition-rule.ts';

/** Which alert keeps another one quiet, and by which rule. */
export interface Inhibition {
  readonly source: Alert;
  readonly rule: InhibitionRule;
}

/** Knows the sources of each rule, by the labels that must agree: a question costs what agrees, not what fires. */
export class Inhibitor {
  readonly #rules: readonly {
    readonly rule: InhibitionRule;
    readonly sources: Map<string, Map<string, Alert>>;
  }[];

  constructor(rules: readonly InhibitionRule[], alerts: readonly Alert[] = []) {
    this.#rules = rules.map((rule) => ({ rule, sources: new Map() }));
    for (const alert of alerts) this.observe(alert);
  }

  /** An alert as it is now. */
  observe(alert: Alert): void {
    for (const { rule, sources } of this.#rules) {
      if (!isSource(rule, alert.labels)) continue;
      const key = equalKey(rule, alert.labels);
      const group = sources.get(key) ?? new Map<string, Alert>();
      sources.set(key, group.set(alert.fingerprint, alert));
    }
  }

  forget({ labels, fingerprint }: Alert): void {
    for (const { rule, sources } of this.#rules) {
      const key = equalKey(rule, labels);
      const group = sources.get(key);
      group?.delete(fingerprint);
      if (group?.size === 0) sources.delete(key);
    }
  }

  /** The first rule that holds decides. An alert that is source and target of a rule is not kept quiet by another such. */
  inhibitionOf(labels: LabelSet, now: number): Inhibition | undefined {
    for (const { rule, sources } of this.#rules) {
      if (!isTarget(rule, labels)) continue;
      const isBoth = isSource(rule, labels);
      const candidates = sources.get(equalKey(rule, labels))?.values() ?? [];
      for (const source of candidates) {
        if (isResolvedAt(source, now) || (isBoth && isTarget(rule, source.labels))) continue;
        return { source, rule };
      }
    }
    return undefined;
  }
}
