import { useCallback, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure.tsx';
import { FailureNote } from '../../components/notice.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { WindowedList } from '../../components/windowed-list.tsx';
import { formatCount } from '../../text/format.ts';
import { isShownInPlace } from './log-faults.ts';
import type { ListEnd, LogList, LogListState } from './log-list.ts';
import type { LogQuery } from './log-query.ts';
import { LogRow } from './log-row.tsx';
import { NoLines } from './no-lines.tsx';
import type { ShownLine } from './shown-lines.ts';
import { mostLines } from './shown-lines.ts';
import './log-lines.css';

export interface LogLinesProps {
  readonly query: LogQuery;
  readonly list: LogList;
  readonly state: LogListState;
  readonly isOld: boolean;
  readonly onTop: (isAtTop: boolean) => void;
}

const keyOf = ({ key }: ShownLine) => key;
const isNarrow = matchMedia('(max-width: 640px)');

/** The lines themselves, or why there are none. */
export function LogLines({ query, list, state, isOld, onTop }: LogLinesProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const toggle = useCallback((key: number) => setOpen((before) => toggled(before, key)), []);
  const { phase, failure, lines, end, start } = state;
  const readEnd = useCallback(() => {
    if (!list.read().end.isCut && list.read().end.failure === undefined) list.more('end');
  }, [list]);
  if (phase === 'reading') return <SkeletonRows rows={14} />;
  if (phase === 'failed') {
    // The field says what is wrong with it.
    if (isShownInPlace(failure)) return <FailureCard failure={notUnderstood} />;
    return failure && <FailureCard failure={failure} onRetry={list.retry} />;
  }
  if (lines.length === 0 && !end.hasMore) return <NoLines query={query} />;
  const markedMs = 'aroundMs' in query.time ? query.time.aroundMs : undefined;
  const isMarked = ({ time }: ShownLine) => markedMs !== undefined && time !== null && Date.parse(time) === markedMs;
  return (
    <div className={isOld ? 'log-lines old' : 'log-lines'} aria-busy={isOld}>
      <WindowedList
        key={String(query.isWrapped)}
        label="Log lines"
        items={lines}
        keyOf={keyOf}
        rowPx={isNarrow.matches ? 49 : 24}
        onTop={onTop}
        onNearEnd={readEnd}
        showKey={lines.find(isMarked)?.key}
        start={start.hasMore && <MoreLines end={start} word="Earlier lines" onMore={() => list.more('start')} />}
        end={<ListFoot state={state} query={query} onMore={() => list.more('end')} />}
      >
        {(line) => (
          <LogRow
            line={line}
            isOpen={open.has(line.key)}
            isWrapped={query.isWrapped}
            isMarked={isMarked(line)}
            onToggle={toggle}
          />
        )}
      </WindowedList>
    </div>
  );
}

const notUnderstood = { message: 'The search is not understood.', hint: 'What is wrong stands at its field above.' };

function toggled(set: ReadonlySet<number>, key: number): ReadonlySet<number> {
  const next = new Set(set);
  if (!next.delete(key)) next.add(key);
  return next;
}

function MoreLines({ end, word, onMore }: { end: ListEnd; word: string; onMore: () => void }) {
  return (
    <div className="log-more">
      {end.failure && <FailureNote {...end.failure} />}
      {end.isCut && <p className="soft">The search took too long and ended before it was through.</p>}
      <Button onPress={onMore} isBusy={end.isReading}>
        {end.isCut ? 'Search further' : word}
      </Button>
    </div>
  );
}

function ListFoot({ state, query, onMore }: { state: LogListState; query: LogQuery; onMore: () => void }) {
  const { end, isFull, damaged } = state;
  const isAround = 'aroundMs' in query.time;
  return (
    <div className="log-foot">
      {damaged > 0 && <p>{formatCount(damaged)} blocks of the store are damaged: lines are missing.</p>}
      {end.hasMore && <MoreLines end={end} word={isAround ? 'Later lines' : 'Older lines'} onMore={onMore} />}
      {isFull && (
        <p className="soft">Only {formatCount(mostLines)} lines are kept here: for others, narrow the time.</p>
      )}
      {!end.hasMore && !isFull && (
        <p className="soft">{isAround ? 'Nothing later yet.' : 'Nothing older in this time.'}</p>
      )}
    </div>
  );
}
