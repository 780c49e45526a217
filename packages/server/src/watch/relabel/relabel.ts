import { createHash } from 'node:crypto';
import type { Regex } from '@seaworthy/promql';
import { compileRegex } from '@seaworthy/promql';
import type { RelabelRule } from '../../config/metrics-config.ts';
import { expand } from './template.ts';

/** Labels being changed, by name; a rule that empties one takes it away. */
export type LabelMap = Map<string, string>;

/** Changes the labels in place; false when the rules drop the target or sample. */
export type Relabel = (labels: LabelMap) => boolean;

/** Rules in order, as Prometheus' relabel_configs. Throws RegexError for a pattern that RE2 refuses. */
export function compileRelabel(rules: readonly RelabelRule[]): Relabel {
  const steps = rules.map(compileRule);
  return (labels) => steps.every((step) => step(labels));
}

function compileRule(rule: RelabelRule): Relabel {
  const { sourceLabels, separator } = rule;
  const regex = compileRegex(rule.regex);
  const source = (labels: LabelMap) => sourceLabels.map((name) => labels.get(name) ?? '').join(separator);
  switch (rule.action) {
    case 'replace':
      return kept((labels) => replace(labels, rule, regex.exec(source(labels))));
    case 'keep':
      return (labels) => regex.test(source(labels));
    case 'drop':
      return (labels) => !regex.test(source(labels));
    case 'keepequal':
      return (labels) => (labels.get(rule.targetLabel) ?? '') === source(labels);
    case 'dropequal':
      return (labels) => (labels.get(rule.targetLabel) ?? '') !== source(labels);
    case 'hashmod':
      return kept((labels) => set(labels, rule.targetLabel, String(hashOf(source(labels)) % BigInt(rule.modulus))));
    case 'labelmap':
      return kept((labels) => mapNames(labels, rule, regex));
    case 'labeldrop':
      return kept((labels) => removeWhere(labels, (name) => regex.test(name)));
    case 'labelkeep':
      return kept((labels) => removeWhere(labels, (name) => !regex.test(name)));
    case 'lowercase':
      return kept((labels) => set(labels, rule.targetLabel, source(labels).toLowerCase()));
    case 'uppercase':
      return kept((labels) => set(labels, rule.targetLabel, source(labels).toUpperCase()));
  }
}

function kept(change: (labels: LabelMap) => void): Relabel {
  return (labels) => {
    change(labels);
    return true;
  };
}

function replace(labels: LabelMap, rule: RelabelRule, match: RegExpExecArray | null): void {
  if (match === null) return;
  const name = expand(rule.targetLabel, match);
  if (name !== '') set(labels, name, expand(rule.replacement, match));
}

/** The names that a match makes are added; those that matched stay. */
function mapNames(labels: LabelMap, rule: RelabelRule, regex: Regex): void {
  for (const [name, value] of [...labels]) {
    const match = regex.exec(name);
    if (match !== null) set(labels, expand(rule.replacement, match), value);
  }
}

function removeWhere(labels: LabelMap, isUnwanted: (name: string) => boolean): void {
  for (const name of [...labels.keys()]) if (isUnwanted(name)) labels.delete(name);
}

function set(labels: LabelMap, name: string, value: string): void {
  if (value === '') labels.delete(name);
  else labels.set(name, value);
}

/** The last 8 bytes of the MD5, so that shards fall as they do in Prometheus. */
function hashOf(text: string): bigint {
  return createHash('md5').update(text).digest().readBigUInt64BE(8);
}
