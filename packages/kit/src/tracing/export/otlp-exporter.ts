import type { IncomingMessage } from 'node:http';
import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { ExportOutcome, OtlpExporterOptions, SpanExporter } from './exporter.ts';
import { accepted, ExportFailure } from './exporter.ts';

const defaultTimeoutMs = 10_000;
const longestAnswer = 64 * 1024;
const agentOptions = { keepAlive: true, maxSockets: 1 };

/** The statuses after which OTLP/HTTP lets a client try again. */
const retryableStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
}

/** OTLP over HTTP, as JSON. Follows no redirect: spans go where they were told to go. */
export function createOtlpExporter(options: OtlpExporterOptions): SpanExporter {
  const url = new URL(options.endpoint);
  const isSecure = url.protocol === 'https:';
  const agent = isSecure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  const send = isSecure ? httpsRequest : httpRequest;
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs;

  function post(body: Buffer, signal: AbortSignal): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ...options.headers, 'content-type': 'application/json', 'content-length': body.length };
      const request = send(url, { method: 'POST', headers, agent, signal });
      const timer = setTimeout(() => request.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      request.on('response', (response) => readAnswer(response).then(resolve, reject));
      request.on('error', reject);
      request.on('close', () => clearTimeout(timer));
      request.end(body);
    });
  }

  return {
    async export(batch, signal) {
      return outcomeOf(await post(Buffer.from(batch), signal).catch(unreachable));
    },
    close: () => agent.destroy(),
  };
}

function unreachable(cause: unknown): never {
  const message = cause instanceof Error ? cause.message : String(cause);
  throw new ExportFailure(`the collector cannot be reached: ${message}`, { retryable: true, cause });
}

async function readAnswer(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= longestAnswer) chunks.push(chunk);
  }
  const status = response.statusCode ?? 0;
  return { status, retryAfter: response.headers['retry-after'], body: Buffer.concat(chunks).toString() };
}

function outcomeOf({ status, retryAfter, body }: Answer): ExportOutcome {
  if (status >= 200 && status < 300) return partialSuccess(body);
  throw new ExportFailure(`the collector answered ${status}`, {
    retryable: retryableStatuses.has(status),
    retryAfterMs: retryAfterMs(retryAfter),
  });
}

/** OTLP's way to say that some spans were refused; a body that cannot be read says nothing of the kind. */
function partialSuccess(body: string): ExportOutcome {
  if (!body.includes('partialSuccess')) return accepted;
  try {
    const { partialSuccess } = JSON.parse(body) as {
      partialSuccess?: { rejectedSpans?: string | number; errorMessage?: string };
    };
    const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
    return rejected > 0 ? { rejected, reason: partialSuccess?.errorMessage ?? '' } : accepted;
  } catch {
    return accepted;
  }
}

function retryAfterMs(header: string | undefined): number | undefined {
  const seconds = Number(header);
  return header !== undefined && seconds >= 0 ? seconds * 1000 : undefined;
}
