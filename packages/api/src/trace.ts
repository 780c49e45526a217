import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

/** 32 lower-case hexadecimal digits. */
export const TraceId = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hexadecimal digits');

const Milliseconds = z.number();
const Names = z.object({ service: z.string(), name: z.string() });

/** Why a trace is kept: somebody asked for it, it has an error, it was slow, or its id is among the sampled ones. */
export const KeptBecause = z.enum(['debug', 'error', 'slow', 'ratio']);
export type KeptBecause = z.infer<typeof KeptBecause>;

/** A trace in one line. */
export const TraceSummary = z.object({
  traceId: TraceId,
  root: Names.extend({
    /** Nothing without a parent is there: this is the earliest of the spans that are. */
    isMissing: z.boolean(),
  }),
  startTime: Timestamp,
  durationMs: Milliseconds,
  spans: z.number().int(),
  errors: z.number().int(),
  /** In the order of their first spans. */
  services: z.array(z.string()),
  /** `null` while it is not decided whether the trace is kept. */
  keptBecause: KeptBecause.nullable(),
  /** Spans that came and were more than a trace may have. */
  refusedSpans: z.number().int(),
});
export type TraceSummary = z.infer<typeof TraceSummary>;

const Attributes = z.record(z.string(), z.unknown());

export const spanProblems = ['orphan', 'cycle', 'starts_before_parent'] as const;
/**
 * `orphan`: its parent is not there. `cycle`: it names one of its own descendants as its parent.
 * `starts_before_parent`: two clocks disagree, or the times are wrong.
 */
export const SpanProblem = z.enum(spanProblems);
export type SpanProblem = z.infer<typeof SpanProblem>;

export const TraceSpan = z.object({
  spanId: z.string(),
  parentSpanId: z.string().nullable(),
  /** 0 at the top. */
  depth: z.number().int(),
  ...Names.shape,
  instance: z.string(),
  kind: z.enum(['internal', 'server', 'client', 'producer', 'consumer']),
  /** From the start of the trace. */
  offsetMs: Milliseconds,
  durationMs: Milliseconds,
  /** While it was at work and none of its children was. */
  selfMs: Milliseconds,
  /** Of that, what the whole trace waited for. */
  criticalMs: Milliseconds,
  isCritical: z.boolean(),
  status: z.enum(['unset', 'ok', 'error']),
  statusMessage: z.string(),
  problems: z.array(SpanProblem),
  /** Other spans that came with the same id and are not shown. */
  twins: z.number().int(),
  attributes: Attributes,
  resource: Attributes,
  scope: z.string(),
  events: z.array(z.object({ name: z.string(), offsetMs: Milliseconds, attributes: Attributes })),
  links: z.array(z.object({ traceId: z.string(), spanId: z.string(), attributes: Attributes })),
  /** How much of it was too much to keep. */
  cut: z.object({ attributes: z.number(), events: z.number(), links: z.number() }).nullable(),
});
export type TraceSpan = z.infer<typeof TraceSpan>;

const ClockOwner = z.object({ service: z.string(), instance: z.string() });

/** What the spans prove about two clocks. The times of the spans are as they came: nothing is put right. */
export const ClockSkew = z.object({
  owner: ClockOwner,
  reference: ClockOwner,
  direction: z.enum(['ahead', 'behind', 'contradictory']),
  leastMs: Milliseconds,
});
export type ClockSkew = z.infer<typeof ClockSkew>;

/** A trace as a tree: parents before their children, earlier siblings first. */
export const Trace = TraceSummary.extend({
  tree: z.array(TraceSpan),
  /** Of all its spans, how many `tree` does not hold. */
  omittedSpans: z.number().int(),
  /** Which work the trace waited for, the longest first. */
  criticalPath: z.array(Names.extend({ durationMs: Milliseconds, share: z.number() })),
  clockSkews: z.array(ClockSkew),
});
export type Trace = z.infer<typeof Trace>;

/** All spans of one service with one name. */
export const TraceOperation = z.object({
  ...Names.shape,
  /** How many there were: an estimate, where sampling left some out. */
  count: z.number(),
  /** How many were looked at. */
  spans: z.number().int(),
  errorRate: z.number(),
  /** Within 1 %. */
  durationMs: z.object({ p50: Milliseconds, p95: Milliseconds, p99: Milliseconds, max: Milliseconds }),
  /** Mean of the time in which it was itself at work. */
  selfMs: Milliseconds,
  /** Of all the time of these traces, the share that they waited for this work. */
  criticalShare: z.number(),
});
export type TraceOperation = z.infer<typeof TraceOperation>;
