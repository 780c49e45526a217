import type { ApprovalAct } from '@seaworthy/api';
import { approvalActs } from '@seaworthy/api';
import { Duration } from '@seaworthy/kit/config';
import { z } from 'zod';
import { environments } from './environments.ts';

/** What needs a second person in the environment that runs: the normalized `approvals`. */
export interface ApprovalsConfig {
  readonly rules: readonly {
    readonly acts: readonly ApprovalAct[];
    readonly approvers: number;
    readonly waitMs: number;
  }[];
  readonly breakGlass: boolean;
}

const Rule = z
  .strictObject({
    acts: z
      .array(z.enum(approvalActs))
      .min(1)
      .describe('rollback: to a release that is named; the way back to the previous one is always open.'),
    environments: z
      .array(z.enum(environments))
      .min(1)
      .default([...environments])
      .describe('Where; everywhere unless given.'),
    approvers: z.int().min(1).max(10).default(1).describe('How many others must approve; whoever asks never does.'),
    wait: Duration.prefault('24h').describe('After which a request expires.'),
  })
  .superRefine(({ wait }, context) => {
    const tell = (message: string, fix: string) =>
      context.addIssue({ code: 'custom', path: ['wait'], message, params: { fix } });
    if (wait < 60_000) tell('leaves nobody time to look', 'Write 1h.');
    if (wait > 30 * 86_400_000) tell('is longer than anybody remembers why', 'Write 30d or less.');
  });

/** `approvals` as it may be written. */
export const ApprovalsSection = z.strictObject({
  rules: z
    .array(Rule)
    .default([])
    .describe('What one person may not do alone; the first rule that lists an act counts.'),
  breakGlass: z
    .boolean()
    .default(true)
    .describe('Whether those with approvals:break-glass may act at once, with a reason; each use is a security event.'),
});

export function normalizeApprovals(raw: z.output<typeof ApprovalsSection>, environment: string): ApprovalsConfig {
  const here = raw.rules.filter(({ environments: listed }) => (listed as readonly string[]).includes(environment));
  return {
    breakGlass: raw.breakGlass,
    rules: here.map(({ acts, approvers, wait }) => ({ acts, approvers, waitMs: wait })),
  };
}
