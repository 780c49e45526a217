import { resolve } from 'node:path';
import { ByteSize, Duration, hints, ListenAddress, Secret, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { AuditConfig, CheckpointSinkConfig } from './audit-config.ts';

/** Credentials in it would be shown in logs and metrics. */
const WebhookUrl = z
  .string()
  .regex(/^https?:\/\/[^/?#@\s]+(\/[^#@\s]*)?$/)
  .register(hints, {
    expected: 'an http or https URL without user and fragment',
    example: 'https://witness.example.org/checkpoints',
  });

const FileSink = z.strictObject({
  file: Text.describe('Each checkpoint is appended to this file; best on another disk, or where it cannot be changed.'),
});
const WebhookSink = z.strictObject({
  webhook: WebhookUrl.describe('Each checkpoint is sent there by POST, as text; taken when it answers 2xx.'),
  headers: z.record(z.string(), Secret).default({}).describe('Of the requests; never shown.'),
});
const SyslogSink = z.strictObject({
  syslog: ListenAddress.describe('host:port of a syslog server; each checkpoint is one message (RFC 5424).'),
  protocol: z.enum(['udp', 'tcp']).default('udp').describe('udp tells nobody when a message is lost.'),
});

const Checkpoints = z.strictObject({
  interval: Duration.prefault('1m').describe('Between two checkpoints; one is also made after 1000 entries.'),
  sinks: z
    .array(z.union([FileSink, WebhookSink, SyslogSink]))
    .max(10)
    .default([])
    .describe('Where checkpoints are sent, so that an end that was cut off can be proven: file, webhook or syslog.'),
});

const AuditKeys = z.strictObject({
  retention: Duration.prefault('90d').describe('How long an entry is kept.'),
  minimum: Duration.optional().describe(
    'How long an entry is kept whatever maxBytes says, as a law may ask; as long as retention unless given.',
  ),
  maxBytes: ByteSize.prefault('1Gi').describe(
    'Disk for entries. The oldest that are older than minimum go when there are more.',
  ),
  criticalFile: z.boolean().default(true).describe('Whether security events are also written to a file of their own.'),
  checkpoints: Checkpoints.prefault({}),
});

const shortestMs = 86_400_000;
const smallestDisk = 64 * 2 ** 20;

/** `audit:` as it may be written. */
export const AuditSection = AuditKeys.superRefine(({ retention, minimum, maxBytes, checkpoints }, context) => {
  const tell = (path: string[], message: string, fix: string) =>
    context.addIssue({ code: 'custom', path, message, params: { fix } });
  if (retention < shortestMs) tell(['retention'], 'is too short', 'Write 1d or more.');
  if (minimum !== undefined && minimum > retention) {
    tell(['minimum'], 'is longer than audit.retention', 'Make it at most as long, or retention longer.');
  }
  if (maxBytes < smallestDisk) tell(['maxBytes'], 'is too little', 'Write 64Mi or more.');
  if (checkpoints.interval < 1000) tell(['checkpoints', 'interval'], 'is too short', 'Write 1s or more.');
});
export type AuditSection = z.output<typeof AuditKeys>;

export function normalizeAudit(raw: AuditSection, directory: string): AuditConfig {
  const { retention, minimum = retention, maxBytes, criticalFile, checkpoints } = raw;
  return {
    retentionMs: retention,
    minimumMs: minimum,
    maxBytes,
    criticalFile,
    checkpoints: {
      intervalMs: checkpoints.interval,
      sinks: checkpoints.sinks.map((sink) => normalizeSink(sink, directory)),
    },
  };
}

function normalizeSink(sink: AuditSection['checkpoints']['sinks'][number], directory: string): CheckpointSinkConfig {
  if ('file' in sink) return { kind: 'file', path: resolve(directory, sink.file) };
  if ('webhook' in sink) return { kind: 'webhook', url: sink.webhook, headers: sink.headers };
  return { kind: 'syslog', ...sink.syslog, protocol: sink.protocol };
}
