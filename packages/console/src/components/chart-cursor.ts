import { useSyncExternalStore } from 'react';

/** Where the pointer is over a chart, without drawing the whole chart anew for each of its moves. */
export interface ChartCursor {
  read(): number | null;
  /** Index of the time under the pointer; null: it is elsewhere. */
  move(index: number | null): void;
  subscribe(onMove: () => void): () => void;
}

export function createChartCursor(): ChartCursor {
  const listeners = new Set<() => void>();
  let at: number | null = null;
  return {
    read: () => at,
    move(index) {
      if (index === at) return;
      at = index;
      for (const listener of listeners) listener();
    },
    subscribe(onMove) {
      listeners.add(onMove);
      return () => listeners.delete(onMove);
    },
  };
}

export function useCursorIndex(cursor: ChartCursor): number | null {
  return useSyncExternalStore(cursor.subscribe, cursor.read);
}
