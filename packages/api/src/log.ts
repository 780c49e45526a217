import { z } from 'zod';
import { Timestamp } from './vocabulary.ts';

/** From the least grave to the gravest. */
export const logLevelNames = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export const LogLine = z.object({
  /** When it happened, as its writer says; when it was read, where the writer says nothing. */
  time: Timestamp.nullable(),
  service: z.string(),
  /** Which copy of the service; empty when nobody said. The control plane's own lines: `seaworthy`. */
  instance: z.string(),
  level: z.string().nullable(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
  traceId: z.string().optional(),
  spanId: z.string().optional(),
});
export type LogLine = z.infer<typeof LogLine>;

/** How much of the store an answer took. */
export const LogScan = z.object({
  /** Of text, uncompressed. */
  bytes: z.number(),
  blocks: z.number(),
  /** Passed over: their times, levels, instances or traces cannot match. */
  skippedBlocks: z.number(),
  /** Could not be read; what they held is missing. */
  damagedBlocks: z.number(),
});

/** Why a search ended before it was through. */
export const LogCut = z.enum(['time']).nullable();

export const LogPage = z.object({
  items: z.array(LogLine),
  /** Goes on behind the last line in the order of the search; null: there is nothing more. */
  nextCursor: z.string().nullable(),
  /** As `Last-Event-ID` of the stream: what is stored after this answer, with no gap and nothing twice. */
  followFrom: z.string(),
  scanned: LogScan,
  cut: LogCut,
});
export type LogPage = z.infer<typeof LogPage>;

const Count = z.number().int();

export const LogVolume = z.object({
  stepMs: z.number(),
  /** Without gaps, oldest first. `none`: lines that name no level. */
  buckets: z.array(
    z.object({
      start: Timestamp,
      counts: z.object({
        ...{ trace: Count, debug: Count, info: Count, warn: Count, error: Count, fatal: Count },
        none: Count,
      }),
    }),
  ),
  scanned: LogScan,
  /** The oldest buckets then say too little. */
  cut: LogCut,
});
export type LogVolume = z.infer<typeof LogVolume>;
