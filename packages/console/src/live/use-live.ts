import { createContext, use, useSyncExternalStore } from 'react';
import type { Live } from './live.ts';
import type { LiveState } from './live-state.ts';

export const LiveContext = createContext<Live | undefined>(undefined);

export function useLiveSource(): Live {
  const live = use(LiveContext);
  if (!live) throw new Error('There is no live picture around this component.');
  return live;
}

/** One part of the live picture; the component is drawn again when that part changes. */
export function useLive<T>(select: (state: LiveState) => T): T {
  const live = useLiveSource();
  return useSyncExternalStore(live.subscribe, () => select(live.read()));
}
