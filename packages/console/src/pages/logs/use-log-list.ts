import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { useClient } from '../../data/client-context.ts';
import type { LogList, LogListState } from './log-list.ts';
import { createLogList } from './log-list.ts';
import type { LogQuery } from './log-query.ts';

export interface ShownList {
  readonly list: LogList;
  readonly state: LogListState;
  /** The lines are those of the query before: these are on their way. */
  readonly isOld: boolean;
  /** Asks anew, from now on. */
  again(): void;
}

/** The lines of a query; until they are there, those of the one before are shown. */
export function useLogList({ filter, time }: LogQuery): ShownList {
  const client = useClient();
  const [round, setRound] = useState(0);
  const key = JSON.stringify([filter, time, round]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when it is another query.
  const list = useMemo(() => createLogList({ client, filter, time, now: Date.now, wait }), [client, key]);
  useEffect(() => {
    const gone = new AbortController();
    void list.run(gone.signal);
    return () => gone.abort();
  }, [list]);
  const present = useSyncExternalStore(list.subscribe, list.read);
  const before = useRef<LogListState>(undefined);
  useEffect(() => {
    if (present.phase === 'there') before.current = present;
    if (present.phase === 'failed') before.current = undefined;
  }, [present]);
  const isOld = present.phase === 'reading' && before.current !== undefined;
  return {
    ...{ list, isOld },
    state: isOld && before.current ? { ...before.current, tail: 'off', waiting: 0 } : present,
    again: () => setRound((count) => count + 1),
  };
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
