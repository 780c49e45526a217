import { z } from 'zod';
import { LogLine, LogPage, LogVolume } from './log.ts';
import type { Route } from './route.ts';

/** What is looked for; all that is given must hold. */
const filter = {
  /** Anywhere in message, fields and ids; letters' case does not matter. */
  grep: z.string().max(500).optional(),
  /** RE2 syntax, anywhere in the same text. */
  regex: z.string().max(500).optional(),
  /** This level or a graver one. */
  level: z.string().max(20).optional(),
  /** An instance's id, or a slot. `seaworthy` and `proxy` are the control plane's own lines, which come only when they are named. */
  instance: z.string().max(100).optional(),
  service: z.string().max(200).optional(),
  trace: z
    .string()
    .regex(/^[0-9a-fA-F]{32}$/, 'must be 32 hexadecimal digits')
    .optional(),
  /** Conditions on fields: `status>=500 context.stage=store user !user name="two words"`. */
  q: z.string().max(2_000).optional(),
};

/** A timestamp, or how long ago: `15m`. */
const moment = z.string().max(40);
/** From `since` on, and before `until`. */
const range = { since: moment.optional(), until: moment.optional() };

/** What instances wrote, what came over OTLP, and what the control plane says itself. */
export const logRoutes = {
  logs: {
    method: 'GET',
    path: '/api/v1/logs',
    summary: 'Log lines that match: the last ones, oldest first; or in the order that is asked for',
    permission: 'logs:read',
    query: z.object({
      ...filter,
      ...range,
      limit: z.coerce.number().int().min(1).max(5000).default(200),
      /** Without it: the newest lines, in the order in which they happened; the cursor leads to older ones. */
      order: z.enum(['newest', 'oldest']).optional(),
      cursor: z.string().max(100).optional(),
    }),
    response: LogPage,
  },
  followLogs: {
    method: 'GET',
    path: '/api/v1/logs/stream',
    summary: 'Log lines as they come; resumes by Last-Event-ID, and tells when a slow reader lost some',
    permission: 'logs:read',
    query: z.object(filter),
    response: LogLine,
    stream: true,
  },
  logVolume: {
    method: 'GET',
    path: '/api/v1/logs/volume',
    summary: 'How many lines of each level match, over time; the last hour unless told otherwise',
    permission: 'logs:read',
    query: z.object({ ...filter, ...range, buckets: z.coerce.number().int().min(1).max(500).default(60) }),
    response: LogVolume,
  },
} as const satisfies Record<string, Route>;
