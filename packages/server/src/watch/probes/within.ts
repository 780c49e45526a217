import type { Clock } from '../../platform/clock.ts';
import type { Look, Outcome } from './outcome.ts';
import { fail } from './outcome.ts';

export interface Finished {
  readonly outcome: Outcome;
  /** Why there was no answer. */
  readonly error: unknown;
}

/** Looks once, for so long; never rejects. */
export async function lookWithin(clock: Clock, timeoutMs: number, stop: AbortSignal, look: Look): Promise<Finished> {
  const over = new AbortController();
  const done = new AbortController();
  const end = new Promise<never>((_, reject) => {
    over.signal.addEventListener('abort', () => reject(over.signal.reason), { once: true });
  });
  const onStop = () => over.abort(stop.reason);
  stop.addEventListener('abort', onStop, { once: true });
  void clock.sleep(timeoutMs, done.signal).then(
    () => over.abort(new Error(`no answer within ${timeoutMs} ms`)),
    () => {},
  );
  try {
    return { outcome: await Promise.race([look(over.signal), end]), error: undefined };
  } catch (error) {
    return { outcome: fail(inWords(error)), error };
  } finally {
    stop.removeEventListener('abort', onStop);
    done.abort();
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there (connection refused)';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the connection was closed before an answer came';
  if (code === 'ENOTFOUND') return 'the name is not known';
  return error.message;
}
