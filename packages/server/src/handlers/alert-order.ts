import type { Alert } from '@seaworthy/api';

const stateOrder = { firing: 0, pending: 1, suppressed: 2 } as const;
const severityOrder = { critical: 0, warning: 1, info: 2 } as const;

/** Different for every alert; sorts those that people are told of before what may come and what is kept quiet. */
export function gravestFirst(alert: Alert): string {
  return `${stateOrder[alert.state]}${severityOrder[severityOf(alert)]} ${alert.since} ${alert.fingerprint}`;
}

/** Those with another severity, or none, are for information. */
export function severityOf({ severity }: Alert): 'critical' | 'warning' | 'info' {
  return severity === 'critical' || severity === 'warning' ? severity : 'info';
}
