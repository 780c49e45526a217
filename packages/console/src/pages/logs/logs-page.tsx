import { useCallback, useEffect, useMemo, useState } from 'react';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { searchOfRange } from '../../data/range.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { Histogram } from './histogram.tsx';
import { LogChips } from './log-chips.tsx';
import { isShownInPlace } from './log-faults.ts';
import { LogFilters } from './log-filters.tsx';
import { LogLines } from './log-lines.tsx';
import { logQueryOf } from './log-query.ts';
import { NewLines, TailBar } from './tail-bar.tsx';
import type { ShownList } from './use-log-list.ts';
import { useLogList } from './use-log-list.ts';
import { useLogVolume } from './use-log-volume.ts';

/** What was written, as it comes and as it was. */
export function LogsPage() {
  const search = useSearch();
  const query = useMemo(() => logQueryOf(search), [search]);
  const shown = useLogList(query);
  const { list, state, isOld, again } = shown;
  const hold = useHold(shown);
  return (
    <Page title="Logs">
      <section className="card" aria-label="Log lines and what is looked for">
        <LogFilters failure={state.failure} />
        <LogChips />
        <Volume query={query} isHeld={hold.isPaused} isWrong={isShownInPlace(state.failure)} />
        <TailBar
          query={query}
          state={state}
          isPaused={hold.isPaused}
          isReading={state.phase === 'reading' || isOld}
          onPaused={hold.setPaused}
          onRetry={list.retry}
          onAgain={again}
        />
        <div className="log-panel">
          <NewLines state={state} onShow={hold.show} />
          <LogLines key={hold.round} query={query} list={list} state={state} isOld={isOld} onTop={hold.setAtTop} />
        </div>
      </section>
    </Page>
  );
}

/** New lines wait while somebody reads further down, or has pressed pause. */
function useHold({ list }: ShownList) {
  const [isPaused, setPaused] = useState(false);
  const [isAtTop, setAtTop] = useState(true);
  const [round, setRound] = useState(0);
  const isHeld = isPaused || !isAtTop;
  useEffect(() => list.hold(isHeld), [list, isHeld]);
  const show = useCallback(() => {
    // The list begins anew, at its top.
    setRound((count) => count + 1);
    setAtTop(true);
    setPaused(false);
  }, []);
  return { isPaused, setPaused, setAtTop, round, show };
}

interface VolumeProps {
  readonly query: ReturnType<typeof logQueryOf>;
  readonly isHeld: boolean;
  readonly isWrong: boolean;
}

function Volume({ query, isHeld, isWrong }: VolumeProps) {
  const volume = useLogVolume(query, isHeld);
  const setSearch = useSetSearch();
  const narrow = (startMs: number, endMs: number) =>
    setSearch({ last: undefined, around: undefined, ...searchOfRange({ startMs, endMs }) }, { isStep: true });
  if (isWrong) return null;
  return (
    <Loaded reading={volume} skeleton={<VolumeSkeleton />}>
      {(data) => <Histogram volume={data} onRange={narrow} />}
    </Loaded>
  );
}

function VolumeSkeleton() {
  return (
    <div className="histogram">
      <Skeleton height="6rem" />
    </div>
  );
}
