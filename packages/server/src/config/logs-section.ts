import { ByteSize, Duration } from '@seaworthy/kit/config';
import { z } from 'zod';

/** How long logs are kept: the normalized `logs:` section. */
export interface LogsConfig {
  readonly retentionMs: number;
  readonly maxBytes: number;
}

const LogsKeys = z.strictObject({
  retention: Duration.prefault('7d').describe('How long a log line is kept.'),
  maxBytes: ByteSize.prefault('1Gi').describe('Disk for logs, compressed. The oldest lines go when there are more.'),
});

/** Several segments, so that removing the oldest does not remove all. */
const smallestDisk = 32 * 2 ** 20;

/** `logs:` as it may be written. */
export const LogsSection = LogsKeys.superRefine(({ retention, maxBytes }, context) => {
  const tell = (path: string, message: string, fix: string) =>
    context.addIssue({ code: 'custom', path: [path], message, params: { fix } });
  if (retention === 0) tell('retention', 'is no time at all', 'Write 1h or more.');
  if (maxBytes < smallestDisk) tell('maxBytes', 'is too little', 'Write 32Mi or more.');
});

export function normalizeLogs({ retention, maxBytes }: z.output<typeof LogsKeys>): LogsConfig {
  return { retentionMs: retention, maxBytes };
}
