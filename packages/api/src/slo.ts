import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

/**
 * `exhausted`: more was bad within the window than may be. `burning`: an alert's burn rate holds at present. `unknown`:
 * nothing was counted, or nothing has been for a while; that is neither good nor bad.
 */
export const SloState = z.enum(['ok', 'burning', 'exhausted', 'unknown']);
export type SloState = z.infer<typeof SloState>;

export const SloIndicatorKind = z.enum(['availability', 'latency', 'query', 'probe']);
export type SloIndicatorKind = z.infer<typeof SloIndicatorKind>;

/** A part of the budget in three measures. Minutes are those of a total outage that would cost as much. */
const BudgetPart = z.object({
  ratio: z.number().describe('Of the budget: 1 is all of it.'),
  minutes: z.number(),
  requests: z.number(),
});

/** What is left to be spent may be negative. */
const Budget = z.object({
  allowed: z.object({
    ratio: z.number().describe('The share of all requests that may be bad.'),
    minutes: z.number().describe('Of a total outage within the window.'),
    requests: z.number().nullable().describe('Of those counted within the window.'),
  }),
  consumed: BudgetPart.nullable(),
  remaining: BudgetPart.nullable(),
});

export const Slo = z.object({
  name: z.string(),
  description: z.string().nullable(),
  indicator: SloIndicatorKind,
  objective: z.number().describe('The share that must be good.'),
  windowMs: z.number(),
  state: SloState,
  why: z.string().describe('What the state follows from, as a sentence.'),
  sli: z.number().nullable().describe('The share that was good within the window; null when nothing was counted.'),
  requests: z.number().describe('Counted within the window: requests, looks of a probe, or what the query counts.'),
  errors: z.number().describe('Those of them that were bad.'),
  budget: Budget,
  burnRates: z
    .object({ '1h': z.number().nullable(), '6h': z.number().nullable(), '3d': z.number().nullable() })
    .describe('How many times faster than it may the budget burns.'),
  observedMs: z.number().describe('For how much of the window there are counts; what is said holds for that time.'),
  countedUntil: Timestamp.nullable().describe('The time of the last count.'),
  alerts: z
    .array(
      z.object({
        urgency: z.enum(['page', 'ticket']),
        name: z.string(),
        severity: z.string(),
        windows: z.array(
          z.object({
            long: z.string(),
            short: z.string(),
            limit: z.number().describe('It holds while the budget burns faster than this over both.'),
            overLong: z.number().nullable(),
            overShort: z.number().nullable(),
            isBurning: z.boolean(),
          }),
        ),
        expr: z.string(),
      }),
    )
    .describe('Those that it may raise.'),
  expressions: z
    .object({ budget: z.string(), burnRate: z.string(), errors: z.string(), total: z.string() })
    .describe('PromQL of what is left of the budget, how fast it burns, and what was counted.'),
  history: z
    .array(z.object({ time: Timestamp, remaining: z.number() }))
    .describe('Share of the budget that was left, at most as many points as were asked for.'),
});
export type Slo = z.infer<typeof Slo>;
