import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

/** `failing`: nothing gets through at present. `unknown`: nothing was sent yet, so nobody knows. */
export const ForwardingState = z.enum(['working', 'failing', 'unknown']);
export type ForwardingState = z.infer<typeof ForwardingState>;

/** What is handed on to one receiver. Counts are of spans, log records, metrics or samples, since the start. */
export const Forwarding = z.object({
  to: z.string().describe('Host and port of the receiver.'),
  by: z.enum(['otlp', 'remote_write']),
  signal: z.enum(['traces', 'logs', 'metrics', 'samples']),
  state: ForwardingState,
  why: z.string().nullable().describe('Why nothing gets through; null when it does.'),
  sent: z.number(),
  refused: z.number().describe('By the receiver, for good.'),
  dropped: z.number().describe('The queue was full.'),
  retries: z.number().describe('Attempts that failed and were made again.'),
  queue: z.object({ waiting: z.number(), limit: z.number() }),
});
export type Forwarding = z.infer<typeof Forwarding>;

/** Where telemetry is kept here. */
export const TelemetryStore = z.object({
  name: z.enum(['samples', 'logs', 'traces']),
  diskBytes: z.number(),
  diskLimitBytes: z.number().nullable().describe('The oldest goes earlier when there is more; null: no limit.'),
  memoryBytes: z.number().describe('Of what is held in memory, waits to be written, or is about to be decided.'),
  retentionMs: z.number(),
  oldest: Timestamp.nullable().describe('Of what is on the disk; null when that is nothing, or nobody knows.'),
  dropped: z.record(z.string(), z.number()).describe('What was not stored since the start, by why.'),
});
export type TelemetryStore = z.infer<typeof TelemetryStore>;
