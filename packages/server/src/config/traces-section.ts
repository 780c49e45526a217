import { ByteSize, Duration, Ratio } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { TracesConfig } from './traces-config.ts';

const Sampling = z.strictObject({
  ratio: Ratio.prefault('100%').describe(
    'Share of the traces that are kept, of those that nothing else keeps; decided by the id of the trace.',
  ),
  slow: Duration.prefault('1s').describe('A trace that takes longer is kept.'),
  errors: z.boolean().default(true).describe('Whether every trace with an error is kept.'),
  quiet: Duration.prefault('10s').describe('A trace is decided when nothing more has come of it for so long.'),
  longest: Duration.prefault('60s').describe('A trace is decided after so long in any case.'),
});

const Limits = z.strictObject({
  spans: z.int().min(1).max(20_000).default(5_000).describe('Of one trace.'),
  attributes: z.int().min(1).max(1_000).default(128).describe('Of a span, of its resource, of an event.'),
  value: ByteSize.prefault('4Ki').describe('Of one attribute. A longer one is cut.'),
  events: z.int().min(0).max(1_000).default(128).describe('Of a span.'),
  links: z.int().min(0).max(1_000).default(128).describe('Of a span.'),
  span: ByteSize.prefault('64Ki').describe('Of one span. A longer one loses its events, then its attributes.'),
  memory: ByteSize.prefault('8Mi').describe(
    'For spans that wait to be decided and stored. When it is full, traces are decided early.',
  ),
});

const TracesKeys = z.strictObject({
  retention: Duration.prefault('3d').describe('How long a trace is kept.'),
  maxBytes: ByteSize.prefault('256Mi').describe('Disk for traces. The oldest go when there are more.'),
  sampling: Sampling.prefault({}),
  limits: Limits.prefault({}),
});

const SMALLEST_DISK = 2 ** 20;
const SMALLEST_MEMORY = 2 ** 18;

/** `traces:` as it may be written. */
export const TracesSection = TracesKeys.superRefine((section, context) => {
  const tell = (path: string[], message: string, fix: string) =>
    context.addIssue({ code: 'custom', path, message, params: { fix } });
  const { retention, maxBytes, sampling, limits } = section;
  if (retention === 0) tell(['retention'], 'is no time at all', 'Write 1h or more.');
  if (maxBytes < SMALLEST_DISK) tell(['maxBytes'], 'is too little for any trace', 'Write 1Mi or more.');
  if (limits.memory < SMALLEST_MEMORY) tell(['limits', 'memory'], 'is too little', 'Write 256Ki or more.');
  if (limits.value < 16) tell(['limits', 'value'], 'is too little', 'Write 16 or more.');
  if (limits.span < 1024) tell(['limits', 'span'], 'is too little', 'Write 1Ki or more.');
  if (sampling.quiet > sampling.longest) {
    tell(['sampling', 'quiet'], 'is longer than sampling.longest', 'Make it at most as long.');
  }
});
export type TracesSection = z.output<typeof TracesKeys>;

export function normalizeTraces({ retention, maxBytes, sampling, limits }: TracesSection): TracesConfig {
  return {
    retentionMs: retention,
    maxBytes,
    sampling: { ratio: sampling.ratio, slowMs: sampling.slow, errors: sampling.errors },
    quietMs: sampling.quiet,
    longestMs: sampling.longest,
    spansPerTrace: limits.spans,
    pendingBytes: limits.memory,
    span: {
      attributes: limits.attributes,
      valueLength: limits.value,
      events: limits.events,
      links: limits.links,
      spanLength: limits.span,
    },
  };
}
