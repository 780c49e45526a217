import { fetch } from 'undici';
import { notProven, providerAway } from './provider-failure.ts';

const answerMs = 10_000;
const longestAnswer = 256 * 1024;

export interface ProviderRequest {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A JSON answer of the provider. Follows no redirect, reads no endless body; what fails is `unavailable`. */
export async function askProvider(
  url: string,
  request: ProviderRequest = {},
): Promise<Readonly<Record<string, unknown>>> {
  const { status, text } = await send(url, request);
  const answer = parse(text);
  if (status === 200 && answer !== undefined) return answer;
  const code = typeof answer?.error === 'string' ? `: ${answer.error.slice(0, 100)}` : '';
  if (status >= 400 && status < 500 && request.method === 'POST') throw notProven(`it answered ${status}${code}`);
  throw providerAway(`${new URL(url).pathname} answered ${status}${code}`);
}

async function send(url: string, request: ProviderRequest): Promise<{ status: number; text: string }> {
  try {
    const init = { ...request, redirect: 'error' as const, signal: AbortSignal.timeout(answerMs) };
    const answer = await fetch(url, { ...init, headers: { accept: 'application/json', ...request.headers } });
    let text = '';
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) {
      text += decoder.decode(part, { stream: true });
      if (text.length > longestAnswer) throw new Error('the answer is too long');
    }
    return { status: answer.status, text };
  } catch (error) {
    throw providerAway(error instanceof Error ? error.message : String(error));
  }
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
