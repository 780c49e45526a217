import { useCallback } from 'react';
import { parseSeconds } from '../../data/duration.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';

export type View = 'plot' | 'table';

/** What stands in the address: it can be sent to somebody, and the way back leads to the question before. */
export interface Explorer {
  readonly expr: string;
  readonly view: View;
  readonly isStacked: boolean;
  /** As it was written; empty: by the width. */
  readonly stepText: string;
  readonly stepSeconds: number | undefined;
  ask(expr: string): void;
  setView(view: View): void;
  setStacked(isStacked: boolean): void;
  setStep(text: string): void;
}

export function useExplorer(): Explorer {
  const { expr = '', view, stacked, step = '' } = useSearch();
  const setSearch = useSetSearch();
  const ask = useCallback((asked: string) => setSearch({ expr: asked }, { isStep: true }), [setSearch]);
  return {
    expr,
    view: view === 'table' ? 'table' : 'plot',
    isStacked: stacked === 'yes',
    stepText: step,
    stepSeconds: parseSeconds(step),
    ask,
    setView: (chosen) => setSearch({ view: chosen === 'table' ? 'table' : undefined }, { isStep: true }),
    setStacked: (isStacked) => setSearch({ stacked: isStacked ? 'yes' : undefined }),
    setStep: (text) => setSearch({ step: text }),
  };
}
