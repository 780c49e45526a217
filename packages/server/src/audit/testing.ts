import type { AuditConfig } from '../config/audit-config.ts';

export const testAuditConfig: AuditConfig = {
  retentionMs: 90 * 86_400_000,
  minimumMs: 90 * 86_400_000,
  maxBytes: 2 ** 30,
  criticalFile: true,
  checkpoints: { intervalMs: 60_000, sinks: [] },
};
