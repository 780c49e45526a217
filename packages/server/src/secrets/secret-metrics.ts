import type { Metrics } from '@seaworthy/kit';
import type { Injection } from '../config/inject-config.ts';
import { referenceText } from '../config/inject-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { SecretStore } from './secret-store.ts';

export interface SecretAges {
  /** A source outside told when a secret of its was last changed. */
  seen(name: string, changedAt: number | undefined): void;
}

/** How old each secret is, and how old it may get; a rule of the preset compares the two. */
export function registerSecretMetrics(
  metrics: Metrics,
  { store, injections, clock }: { store: Pick<SecretStore, 'list'>; injections: readonly Injection[]; clock: Clock },
): SecretAges {
  const outside = new Map<string, number>();
  const limits = injections.flatMap(({ from, maxAgeMs }) =>
    maxAgeMs === undefined ? [] : [{ name: referenceText(from), seconds: maxAgeMs / 1000 }],
  );
  let told: readonly string[] = [];
  metrics.gauge({
    name: 'seaworthy_secret_age_seconds',
    help: 'Since the newest version of a secret was set.',
    labelNames: ['name'],
    async collect(gauge) {
      const own = (await store.list()).map(({ name, setAt }) => [name, setAt] as const);
      for (const name of told) gauge.remove({ name });
      for (const [name, at] of [...own, ...outside]) gauge.set({ name }, Math.max(0, clock.now() - at) / 1000);
      told = [...own, ...outside].map(([name]) => name);
    },
  });
  const limit = metrics.gauge({
    name: 'seaworthy_secret_max_age_seconds',
    help: 'After which a secret ought to be replaced: maxAge in runtime.inject.',
    labelNames: ['name'],
  });
  for (const { name, seconds } of limits) limit.set({ name }, seconds);
  return {
    seen(name, changedAt) {
      if (changedAt !== undefined) outside.set(name, changedAt);
    },
  };
}
