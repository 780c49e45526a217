import { ByteSize, Duration, hints, Secret } from '@seaworthy/kit/config';
import { z } from 'zod';
import type { ForwardConfig, OtlpForwardConfig } from './forward-config.ts';
import { forwardSignals } from './forward-config.ts';

/** Credentials in it would be shown in logs and metrics. */
const Endpoint = z
  .string()
  .regex(/^https?:\/\/[^/?#@\s]+(\/[^?#@\s]*)?$/)
  .register(hints, {
    expected: 'an http or https URL without user, query and fragment',
    example: 'https://collector.example.org:4318',
  });

/** Ours are `content-*`, `host` and the connection's own. */
const HeaderName = z
  .string()
  .regex(
    /^(?!content-|host$|connection$|transfer-encoding$|te$|trailer$|upgrade$|expect$)[A-Za-z0-9!#$%&'*+.^_`|~-]+$/i,
  )
  .register(hints, { expected: 'a header that is not set by Seaworthy itself', example: 'x-api-key' });

const OtlpReceiver = z.strictObject({
  endpoint: Endpoint.describe('A collector; /v1/traces and the like are put behind it.'),
  headers: z.record(HeaderName, Secret).default({}).describe('Of the requests; never shown.'),
  signals: z.array(z.enum(forwardSignals)).min(1).default(['traces', 'logs']).describe('What is sent on.'),
  encoding: z.enum(['protobuf', 'json']).default('protobuf').describe('Of the requests.'),
  compression: z.enum(['gzip', 'none']).default('gzip').describe('Of the requests.'),
  timeout: Duration.prefault('10s').describe('Of one request.'),
  queueItems: z
    .int()
    .min(100)
    .max(1_000_000)
    .default(10_000)
    .describe('May wait, of each signal; the oldest go when there are more.'),
  queueBytes: ByteSize.prefault('8Mi').describe('The same in bytes.'),
  batchItems: z.int().min(1).max(10_000).default(512).describe('In one request.'),
  batchWait: Duration.prefault('2s').describe('So long an item waits for others.'),
});

/** `forward:` as it may be written. */
export const ForwardSection = z.strictObject({
  otlp: z.array(OtlpReceiver).default([]).describe('Where logs and traces are sent on, by OTLP over HTTP.'),
});
export type ForwardSection = z.output<typeof ForwardSection>;

export function normalizeForward(raw: ForwardSection): ForwardConfig {
  return { otlp: raw.otlp.map(normalizeOtlp) };
}

function normalizeOtlp({ timeout, batchWait, ...raw }: ForwardSection['otlp'][number]): OtlpForwardConfig {
  return { ...raw, endpoint: raw.endpoint.replace(/\/+$/, ''), timeoutMs: timeout, batchWaitMs: batchWait };
}
