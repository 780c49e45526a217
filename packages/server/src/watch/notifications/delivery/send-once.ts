import type { Clock } from '../../../platform/clock.ts';
import type { Attempt, SendFailure, SendResult } from '../receiver.ts';

export interface SendOnce {
  readonly send: (attempt: Attempt) => Promise<SendResult>;
  readonly key: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}

/** One attempt that ends in time, whatever the sender does. Rejects only when `stopping` aborts: nothing is known then. */
export async function sendOnce({ send, key, timeoutMs, clock, stopping }: SendOnce): Promise<SendResult> {
  stopping.throwIfAborted();
  const attempt = new AbortController();
  const timer = new AbortController();
  const stopped = new Promise<never>((_, reject) => {
    stopping.addEventListener('abort', () => reject(stopping.reason), { once: true, signal: timer.signal });
  });
  try {
    return await Promise.race([
      guarded(send, { key, signal: attempt.signal }),
      clock.sleep(timeoutMs, timer.signal).then(() => tooLate(timeoutMs)),
      stopped,
    ]);
  } finally {
    timer.abort();
    attempt.abort();
  }
}

/** A mistake in the code must not stop the queue. Its message is not told: it may quote an address with a secret. */
async function guarded(send: SendOnce['send'], attempt: Attempt): Promise<SendResult> {
  try {
    return await send(attempt);
  } catch (error) {
    const name = error instanceof Error ? error.name : typeof error;
    return { outcome: 'failed', retryable: true, reason: 'unexpected', message: `The integration broke: ${name}.` };
  }
}

function tooLate(timeoutMs: number): SendFailure {
  const message = `No answer within ${timeoutMs / 1000} s.`;
  return { outcome: 'failed', retryable: true, reason: 'timeout', message };
}
