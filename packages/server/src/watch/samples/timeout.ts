import type { Clock } from '../../platform/clock.ts';
import { ScrapeError } from './scrape-error.ts';

/** Runs `work` with a signal that aborts when `stop` does, and with a ScrapeError when the time is over. */
export async function withTimeout<T>(
  clock: Clock,
  timeoutMs: number,
  stop: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const over = new AbortController();
  const done = new AbortController();
  const onStop = () => over.abort(stop.reason);
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop, { once: true });
  void clock.sleep(timeoutMs, done.signal).then(
    () => over.abort(new ScrapeError(`no whole answer within ${timeoutMs} ms`)),
    () => {},
  );
  try {
    return await Promise.race([work(over.signal), rejection(over.signal)]);
  } finally {
    stop.removeEventListener('abort', onStop);
    done.abort();
  }
}

/** A page that is made inside may not heed the signal. */
function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there (connection refused)';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET')
    return 'the connection was closed before the whole answer came';
  if (code.startsWith('Z_')) return `the page is not well packed: ${error.message}`;
  return error.message;
}
