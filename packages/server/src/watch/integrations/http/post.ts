import type { Sending } from '../kind.ts';
import { SendError } from '../send-error.ts';
import { goJson } from '../texts/go-json.ts';
import type { Answer, HttpRequest } from './http.ts';
import { retryAfterMs } from './retry-after.ts';

export interface Post extends Omit<HttpRequest, 'signal' | 'body'> {
  /** Sent as JSON. */
  readonly json: unknown;
  /** Where the peer says in its answer how long it wants to be left alone. */
  readonly retryAfter?: (answer: Answer) => number | undefined;
}

/** Sends JSON, and gives the answer when it is a success; throws SendError otherwise. */
export function postJson(sending: Sending, { json, ...post }: Post): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...post.headers };
  return send(sending, { ...post, headers, body: goJson(json) });
}

/** The key goes along: a peer that looks at it recognises what it has seen before. */
export async function send(sending: Sending, request: Omit<Post, 'json'> & { readonly body: string }): Promise<Answer> {
  const { http, signal, key } = sending;
  const headers = { 'idempotency-key': key, ...request.headers };
  const answer = await http.request({ ...request, headers, signal });
  const wait = request.retryAfter?.(answer) ?? retryAfterMs(answer.headers['retry-after'], sending.clock.now());
  mustSucceed(answer, wait);
  return answer;
}

function mustSucceed({ status, host, excerpt }: Answer, retryAfterMs: number | undefined): void {
  if (status >= 200 && status < 300) return;
  const said = `${host} answered ${status}${excerpt === '' ? '' : ` (${excerpt})`}.`;
  if (status === 429) throw new SendError('rate_limited', said, { retryable: true, retryAfterMs, status });
  if (status === 408 || status === 425) throw new SendError('timeout', said, { retryable: true, retryAfterMs, status });
  if (status >= 500) throw new SendError('server_error', said, { retryable: true, retryAfterMs, status });
  if (status === 401 || status === 403) throw new SendError('unauthorized', said, { retryable: false, status });
  throw new SendError('client_error', said, { retryable: false, status });
}
