import type { HealthReport, HealthStatus } from '@seaworthy/api';

/** What an instance last said of itself. */
export interface ObservedHealth {
  readonly status: HealthStatus;
  readonly message: string;
  /** The body, when it is the report that this product knows. */
  readonly report: HealthReport | null;
  /** It was asked, and gave no answer: what it would say is unknown. */
  readonly isSilent?: boolean;
}

export const notMeasured: ObservedHealth = { status: 'unknown', message: 'not measured yet', report: null };
