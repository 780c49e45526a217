import type { Rule, RuleGroup } from '@seaworthy/api';

/** How a rule stands, the worst of it first. */
export type RuleStanding = 'failing' | 'firing' | 'pending' | 'unknown' | 'quiet' | 'recording';

/** A rule that fails says nothing of the present, whatever its alerts were before. */
export function standingOf({ health, state, type }: Rule): RuleStanding {
  if (health === 'err') return 'failing';
  if (health === 'unknown') return 'unknown';
  if (type === 'recording') return 'recording';
  return state === 'firing' || state === 'pending' ? state : 'quiet';
}

export interface RuleCounts {
  readonly alerting: number;
  readonly recording: number;
  readonly firing: number;
  readonly pending: number;
  readonly failing: number;
  readonly unknown: number;
  /** Of the unknown, those that alert: what records every five minutes is unknown so long after each start. */
  readonly blind: number;
}

export function countRules(groups: readonly RuleGroup[]): RuleCounts {
  const rules = groups.flatMap((group) => group.rules);
  const count = (standing: RuleStanding) => rules.filter((rule) => standingOf(rule) === standing).length;
  return {
    alerting: rules.filter(({ type }) => type === 'alerting').length,
    recording: rules.filter(({ type }) => type === 'recording').length,
    ...{ firing: count('firing'), pending: count('pending'), failing: count('failing'), unknown: count('unknown') },
    blind: rules.filter((rule) => rule.type === 'alerting' && standingOf(rule) === 'unknown').length,
  };
}

export interface RuleFilter {
  readonly text: string;
  readonly health: string;
}

/** The groups with the rules that are looked for; those without any are left out. */
export function filterGroups(groups: readonly RuleGroup[], { text, health }: RuleFilter): readonly RuleGroup[] {
  const wanted = text.trim().toLowerCase();
  const isWanted = (group: RuleGroup, rule: Rule) => {
    const words = [group.name, group.file, rule.name, rule.expr, ...Object.values(rule.labels)];
    const says = wanted === '' || words.some((word) => word.toLowerCase().includes(wanted));
    return says && (health === '' || standingOf(rule) === health);
  };
  return groups
    .map((group) => ({ ...group, rules: group.rules.filter((rule) => isWanted(group, rule)) }))
    .filter(({ rules }) => rules.length > 0);
}
