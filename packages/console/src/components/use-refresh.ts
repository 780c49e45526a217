import { useCallback, useEffect, useState } from 'react';

export interface Refresh {
  /** The moment that "now" is taken to be. */
  readonly nowMs: number;
  refresh(): void;
}

/** Now, and again every so often: only while the page is seen, and at once when it is seen again and is late. */
export function useRefresh(everyMs: number | undefined): Refresh {
  const [nowMs, setNowMs] = useState(() => Date.now());
  const refresh = useCallback(() => setNowMs(Date.now()), []);
  useEffect(() => {
    if (everyMs === undefined) return;
    let dueMs = Date.now() + everyMs;
    const look = () => {
      if (document.visibilityState === 'hidden' || Date.now() < dueMs) return;
      dueMs = Date.now() + everyMs;
      refresh();
    };
    const timer = setInterval(look, Math.min(everyMs, 1000));
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [everyMs, refresh]);
  return { nowMs, refresh };
}
