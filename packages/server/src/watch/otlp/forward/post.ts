import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { OtlpForwardConfig } from '../../../config/forward-config.ts';
import type { SendAnswer } from '../../../platform/batch-sender.ts';
import type { Clock } from '../../../platform/clock.ts';
import { withTimeout } from '../../samples/timeout.ts';
import { contentTypes, decode, encodingOf } from '../encoding.ts';
import { rejectedCounts, responses, Status } from '../schema/answers.ts';
import type { Signal } from '../signal.ts';
import { DecodeError } from '../wire/decode-error.ts';
import type { Message } from '../wire/message.ts';

export interface Posting {
  readonly config: OtlpForwardConfig;
  readonly signal: Signal;
  readonly clock: Clock;
  readonly dispatcher: Dispatcher;
}

/** Those after which OTLP wants a request to be sent again; after any other it is lost. */
const PASSING = [429, 502, 503, 504];
/** Nobody answers more to an export; what is longer is not read. */
const MOST_ANSWER_BYTES = 64 * 1024;
const LONGEST_WAIT_MS = 3_600_000;

const pack = promisify(gzip);

export async function packBody(body: Buffer, { compression }: OtlpForwardConfig): Promise<Buffer> {
  return compression === 'gzip' ? pack(body) : body;
}

/** One export request, and what its answer means. Throws what the connection throws. */
export async function post(body: Buffer, posting: Posting, stop: AbortSignal): Promise<SendAnswer> {
  const { config, signal, clock, dispatcher } = posting;
  return withTimeout(clock, config.timeoutMs, stop, async (abort) => {
    const answer = await request(`${config.endpoint}/v1/${signal}`, {
      dispatcher,
      signal: abort,
      method: 'POST',
      body,
      headers: {
        ...config.headers,
        'content-type': contentTypes[config.encoding],
        ...(config.compression === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
        'user-agent': 'seaworthy',
      },
    });
    const text = await readShort(answer.body);
    const { statusCode, headers } = answer;
    return judge({ signal, statusCode, text, now: clock.now(), header: (name) => String(headers[name] ?? '') });
  });
}

async function readShort(body: Dispatcher.ResponseData['body']): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

interface Heard {
  readonly signal: Signal;
  readonly statusCode: number;
  readonly text: Buffer;
  readonly now: number;
  readonly header: (name: string) => string;
}

function judge({ signal, statusCode, text, now, header }: Heard): SendAnswer {
  const read = <T extends object>(message: Message<T>) => readAnswer(message, text, header('content-type'));
  if (statusCode >= 200 && statusCode <= 299) {
    const { partialSuccess } = read(responses[signal] as Message<Partial>) ?? {};
    const rejected = Number(partialSuccess?.[rejectedCounts[signal]] ?? 0);
    return { kind: 'taken', rejected, reason: String(partialSuccess?.['errorMessage'] ?? '') };
  }
  const said = read(Status)?.message ?? String(text);
  const reason = `HTTP status ${statusCode} ${said.trim().slice(0, 200)}`.trim();
  if (!PASSING.includes(statusCode)) return { kind: 'refused', reason };
  return { kind: 'retry', reason, afterMs: retryAfterMs(header('retry-after'), now) };
}

interface Partial {
  readonly partialSuccess?: Readonly<Record<string, unknown>>;
}

/** Undefined when it is none: many answer with text, or nothing. */
function readAnswer<T extends object>(message: Message<T>, body: Buffer, contentType: string): T | undefined {
  const encoding = encodingOf(contentType);
  if (encoding === undefined || body.length === 0) return undefined;
  try {
    return decode(encoding, message, body, 100);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Seconds or a date, at most an hour. */
function retryAfterMs(header: string, now: number): number {
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? 0 : Math.min(LONGEST_WAIT_MS, Math.max(0, ms));
}
