import type { AlertCounts, HealthStatus, Instance, ServiceStatus, Slo } from '@seaworthy/api';

/** One thing that the score is made of. */
export interface ScorePart {
  readonly name: 'Checks' | 'Alerts' | 'Budgets';
  /** At most so many; parts that nobody set up have none. */
  readonly of: number;
  /** Null: nobody knows. */
  readonly points: number | null;
  readonly why: string;
}

export interface HealthScore {
  /** What is certain, 0 to 100; null when nobody knows whether requests are served. */
  readonly least: number | null;
  /** With everything that is unknown taken as good. */
  readonly most: number;
  readonly parts: readonly ScorePart[];
}

/** What each part counts for; where no SLO is set, the others share what is left in their proportion. */
export const weights = { Checks: 50, Alerts: 25, Budgets: 25 } as const;
const warningCosts = 0.3;
/** Of the budget: while so much of it is left, nothing is lost. */
const easyLeft = 0.5;

/**
 * How well the service is, of 100: half by the checks of the instances that serve, a quarter each by the alerts that
 * people are told of and by the error budgets. What is unknown gives no points, and is no fault either: then the score is
 * a range. `slos` undefined: they could not be read.
 */
export function healthScore(status: ServiceStatus, slos: readonly Slo[] | undefined): HealthScore {
  const checks = checksPart(status);
  const raw = [checks, alertsPart(status.alerts), ...budgetsPart(slos)];
  const whole = raw.reduce((sum, { name }) => sum + weights[name], 0);
  const parts = raw.map(({ name, share, why }): ScorePart => {
    const of = (weights[name] * 100) / whole;
    return { name, of, points: share === null ? null : share * of, why };
  });
  if (checks.share === null) return { least: null, most: 100, parts };
  // Where nobody serves, it is no comfort that no alert has fired yet.
  if (checks.share === 0) return { least: 0, most: 0, parts };
  const sum = (unknown: (part: ScorePart) => number) =>
    Math.round(parts.reduce((total, part) => total + (part.points ?? unknown(part)), 0));
  return { least: sum(() => 0), most: sum(({ of }) => of), parts };
}

interface RawPart extends Pick<ScorePart, 'name' | 'why'> {
  /** 0 to 1. */
  readonly share: number | null;
}

const worth: Readonly<Record<Exclude<HealthStatus, 'unknown'>, number>> = { healthy: 1, degraded: 0.6, unhealthy: 0 };

/** By the instances that requests reach, each slot by its share of them. */
function checksPart({ slots, proxy, liveSlot }: ServiceStatus): RawPart {
  const name = 'Checks';
  if (!proxy.reachable) return { name, share: null, why: 'The proxy does not answer: nobody knows who serves.' };
  const hasSplit = slots.some(({ share }) => share > 0);
  const serving = slots.flatMap(({ slot, share, instances }) =>
    instances.map((instance) => ({
      instance,
      weight: hasSplit ? share / instances.length : Number(slot === liveSlot),
    })),
  );
  const weighed = serving.filter(({ weight }) => weight > 0);
  if (weighed.length === 0) return { name, share: null, why: 'Nothing serves yet.' };
  const known = weighed.filter(({ instance }) => instance.health !== 'unknown');
  if (known.length < weighed.length) {
    return { name, share: null, why: `${weighed.length - known.length} of ${weighed.length} instances are unknown.` };
  }
  const total = known.reduce((sum, { weight }) => sum + weight, 0);
  const good = known.reduce((sum, { instance, weight }) => sum + worthOf(instance) * weight, 0);
  const well = known.filter(({ instance }) => instance.health === 'healthy').length;
  return { name, share: good / total, why: `${well} of ${known.length} instances that serve are healthy.` };
}

function worthOf({ health }: Instance): number {
  return health === 'unknown' ? 0 : worth[health];
}

/** Those that are kept quiet or pending cost nothing. */
function alertsPart({ critical, warning }: AlertCounts): RawPart {
  const name = 'Alerts';
  if (critical > 0) return { name, share: 0, why: `${critical} critical: none of these points are left.` };
  if (warning === 0) return { name, share: 1, why: 'None fires that people are told of.' };
  return { name, share: Math.max(0, 1 - warning * warningCosts), why: `${warning} of severity warning.` };
}

/** By the objective that stands worst. No objective: no part. */
function budgetsPart(slos: readonly Slo[] | undefined): RawPart[] {
  const name = 'Budgets';
  if (slos === undefined) return [{ name, share: null, why: 'The error budgets could not be read.' }];
  if (slos.length === 0) return [];
  const unknown = slos.filter(({ state, budget }) => state === 'unknown' || budget.remaining === null);
  const [worst] = slos
    .filter((slo) => !unknown.includes(slo))
    .map((slo) => ({ slo, share: budgetShare(slo) }))
    .sort((a, b) => a.share - b.share);
  if (worst?.share === 0) return [{ name, share: 0, why: `Nothing is left of the budget of ${worst.slo.name}.` }];
  if (worst === undefined || unknown.length > 0) {
    return [{ name, share: null, why: `Nothing was counted for ${unknown.map((slo) => slo.name).join(', ')}.` }];
  }
  const left = Math.round((worst.slo.budget.remaining?.ratio ?? 0) * 100);
  const burning = worst.slo.state === 'burning' ? ', and burns too fast' : '';
  return [{ name, share: worst.share, why: `${left} % of the budget of ${worst.slo.name} is left${burning}.` }];
}

function budgetShare({ state, budget }: Slo): number {
  const left = Math.min(1, Math.max(0, (budget.remaining?.ratio ?? 0) / easyLeft));
  return state === 'burning' ? left / 2 : left;
}

export type ScoreTone = 'good' | 'doubt' | 'bad' | 'unknown';

/** The word that goes with it; by what is certain. */
export function scoreTone({ least, most }: HealthScore): ScoreTone {
  if (least === null) return 'unknown';
  if (most < 60) return 'bad';
  return least >= 90 ? 'good' : 'doubt';
}

/** `92`, `75–100`, `?`. */
export function scoreText({ least, most }: HealthScore): string {
  if (least === null) return '?';
  return least === most ? String(least) : `${least}–${most}`;
}
