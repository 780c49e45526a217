import { z } from 'zod';
import type { Route } from './route.ts';
import { pageQuery } from './route.ts';
import { Trace, TraceId, TraceOperation, TraceSummary } from './trace.ts';
import { Timestamp } from './vocabulary.ts';

const Name = z.string().min(1).max(256);
const Milliseconds = z.coerce.number().min(0);

/** Of the start of a trace. Without them: the last hour. */
const range = { from: Timestamp.optional(), to: Timestamp.optional() };

/** Recent traces. */
export const traceRoutes = {
  traces: {
    method: 'GET',
    path: '/api/v1/traces',
    summary: 'Traces, newest first; what is asked of a span (service, name, instance, attribute) is asked of one span',
    permission: 'traces:read',
    query: z.object({
      ...pageQuery,
      ...range,
      service: Name.optional(),
      name: Name.optional(),
      instance: Name.optional(),
      minDurationMs: Milliseconds.optional(),
      maxDurationMs: Milliseconds.optional(),
      errors: z.enum(['true', 'false']).optional(),
      attribute: z
        .string()
        .max(2_000)
        .regex(/^[^=]+=/, 'must be name=value')
        .optional(),
      cursor: z
        .string()
        .regex(/^\d{1,16}-\d{1,16}$/, 'is not known')
        .optional(),
    }),
    response: z.object({
      items: z.array(TraceSummary),
      nextCursor: z.string().nullable(),
      /** The search took too long to fill the page: what is missing, if anything, comes after the cursor. */
      isCutShort: z.boolean(),
    }),
  },
  trace: {
    method: 'GET',
    path: '/api/v1/traces/{id}',
    summary: 'One trace as a tree, with the path that it waited for',
    permission: 'traces:read',
    params: z.object({ id: TraceId }),
    query: z.object({ spans: z.coerce.number().int().min(1).max(5_000).default(1_000) }),
    response: Trace,
  },
  traceStatistics: {
    method: 'GET',
    path: '/api/v1/trace-statistics',
    summary: 'Each kind of work: how often, how long, how many errors, and how much traces wait for it',
    permission: 'traces:read',
    query: z.object({ ...range, rootService: Name.optional(), rootName: Name.optional() }),
    response: z.object({
      items: z.array(TraceOperation),
      /** Traces that were looked at. */
      traces: z.number().int(),
      from: Timestamp,
      to: Timestamp,
      /** There were too many traces to look at: `from` is later than was asked for. */
      isCutShort: z.boolean(),
    }),
  },
} as const satisfies Record<string, Route>;
