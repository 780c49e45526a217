/** How the audit trail is kept: the normalized `audit:` section. */
export interface AuditConfig {
  readonly retentionMs: number;
  /** No entry is deleted earlier, however large the trail is. */
  readonly minimumMs: number;
  readonly maxBytes: number;
  /** Whether security events are also written to a file of their own. */
  readonly criticalFile: boolean;
  readonly checkpoints: { readonly intervalMs: number; readonly sinks: readonly CheckpointSinkConfig[] };
}

/** Where checkpoints are kept beside the state folder. */
export type CheckpointSinkConfig =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'webhook'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'syslog'; readonly host: string; readonly port: number; readonly protocol: 'udp' | 'tcp' };
