import type { InhibitionRule } from '../../inhibition/inhibition-rule.ts';
import type { NamedIntervals } from '../../intervals/time-interval.ts';
import type { Route } from '../route.ts';

/** What an Alertmanager configuration says, in the form in which it travels. */
export interface AlertingConfig {
  /** As it was written; for people, who may have put secrets in it. */
  readonly original: string;
  readonly resolveTimeoutMs: number;
  /** The other members of `global`, as they are: what receivers fall back on. */
  readonly global: Readonly<Record<string, unknown>>;
  readonly route: Route;
  readonly receivers: readonly ReceiverConfig[];
  readonly inhibitionRules: readonly InhibitionRule[];
  readonly timeIntervals: NamedIntervals;
  /** Paths or patterns of template files. */
  readonly templates: readonly string[];
}

export interface ReceiverConfig {
  readonly name: string;
  readonly integrations: readonly IntegrationConfig[];
}

export interface IntegrationConfig {
  /** Which one of the receiver: `webhook[0]`. */
  readonly name: string;
  readonly channel: string;
  readonly sendResolved: boolean;
  /** Its members, as they are. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The receiver, when there is one of that name. */
export function receiverNamed(config: AlertingConfig, name: string): ReceiverConfig | undefined {
  return config.receivers.find((receiver) => receiver.name === name);
}
