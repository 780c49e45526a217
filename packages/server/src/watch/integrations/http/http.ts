import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { SendError } from '../send-error.ts';
import { authorize } from './authorize.ts';
import { connectionError } from './connection-error.ts';
import { createDispatchers } from './dispatchers.ts';
import { hidden, hide } from './hide.ts';
import type { HttpConfig } from './http-config.ts';

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly config?: HttpConfig | undefined;
  /** Never told, wherever a peer may repeat them. Parts of the URL are added. */
  readonly secrets?: readonly string[];
  readonly signal: AbortSignal;
}

export interface Answer {
  /** Who answered, for messages: host and port. */
  readonly host: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Its beginning. */
  readonly body: string;
  /** The body in a message: short, on one line, without secrets. */
  readonly excerpt: string;
}

export interface Http {
  /** Throws SendError when no answer comes. */
  request(request: HttpRequest): Promise<Answer>;
  close(): Promise<void>;
}

const BODY_LIMIT_BYTES = 16_384;
const EXCERPT_LENGTH = 200;

/** Each request has a connection of its own: none is lost to one that the peer was just about to close. */
export function createHttp({ userAgent }: { readonly userAgent: string }): Http {
  const dispatchers = createDispatchers();
  return {
    close: dispatchers.close,
    async request(given) {
      const { url, method = 'POST', body, signal } = given;
      const { headers, secrets } = await authorize(given.config);
      const secret = hidden(url, [...secrets, ...(given.secrets ?? [])]);
      const dispatcher = await dispatchers.of(given.config);
      const host = hostOf(url);
      try {
        const answer = await request(url, {
          ...{ method, dispatcher, signal, reset: true },
          headers: { 'user-agent': userAgent, ...headers, ...given.headers },
          ...(body === undefined ? {} : { body }),
        });
        const text = await beginningOf(answer.body);
        return {
          host,
          status: answer.statusCode,
          headers: flat(answer.headers),
          body: text,
          excerpt: hide(text.replace(/\s+/g, ' ').trim(), secret).slice(0, EXCERPT_LENGTH),
        };
      } catch (error) {
        throw connectionError(error, host, signal);
      }
    },
  };
}

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).host;
  throw new SendError('configuration', 'The address is no URL.', { retryable: false });
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
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
