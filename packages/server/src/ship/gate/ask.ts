import type { Dispatcher } from 'undici';
import { request } from 'undici';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** The beginning, as text. */
  readonly body: string;
}

export interface Question {
  readonly url: string;
  readonly method?: string;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** More of an answer than this proves nothing more. */
const BODY_LIMIT_BYTES = 65_536;

/** One request on a connection of its own. Throws when no whole answer came in time; the message says why, in words. */
export async function ask({ url, method = 'GET', timeoutMs, signal }: Question): Promise<Answer> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await request(url, {
      method: method as Dispatcher.HttpMethod,
      reset: true,
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      headers: { 'user-agent': 'seaworthy' },
    });
    const contentType = String(answer.headers['content-type'] ?? '');
    return { status: answer.statusCode, contentType, body: await beginningOf(answer.body) };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (timeout.aborted) throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
    throw new Error(inWords(error), { cause: error });
  }
}

async function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= BODY_LIMIT_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, BODY_LIMIT_BYTES).toString('utf8');
}

function inWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there (connection refused)';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the connection was closed before an answer came';
  return error instanceof Error ? error.message : String(error);
}
