import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { useSetSearch } from '../../navigation/address.ts';
import { formatClock, formatCount } from '../../text/format.ts';
import type { LogListState } from './log-list.ts';
import type { LogQuery } from './log-query.ts';
import { isLive } from './log-query.ts';
import './tail-bar.css';

export interface TailBarProps {
  readonly query: LogQuery;
  readonly state: LogListState;
  readonly isPaused: boolean;
  readonly isReading: boolean;
  readonly onPaused: (isPaused: boolean) => void;
  readonly onRetry: () => void;
  readonly onAgain: () => void;
}

/** How the lines come: as they are written, held, or behind. */
export function TailBar({ query, state, isPaused, isReading, onPaused, onRetry, onAgain }: TailBarProps) {
  const setSearch = useSetSearch();
  return (
    <div className="tail-bar">
      {isLive(query.time) && state.phase !== 'failed' && (
        <Button icon={isPaused ? 'right' : 'pause'} onPress={() => onPaused(!isPaused)}>
          {isPaused ? 'Go on' : 'Pause'}
        </Button>
      )}
      {!isLive(query.time) && (
        <Button icon="turn" label="Read again" isBusy={isReading} onPress={onAgain}>
          {null}
        </Button>
      )}
      <span className="tail-state">
        <TailWords state={state} time={query.time} isPaused={isPaused} onRetry={onRetry} />
      </span>
      <div className="tail-end">
        <span className="soft tail-count">
          {formatCount(state.lines.length)} {state.lines.length === 1 ? 'line' : 'lines'} here
        </span>
        <Button isPressed={query.isWrapped} onPress={() => setSearch({ wrap: query.isWrapped ? undefined : 'yes' })}>
          Wrap
        </Button>
        <CopyAll state={state} />
      </div>
    </div>
  );
}

function TailWords({
  state,
  time,
  isPaused,
  onRetry,
}: Pick<TailBarProps, 'state' | 'isPaused' | 'onRetry'> & Pick<LogQuery, 'time'>): ReactNode {
  if (state.tail === 'behind') {
    const since = state.lastSeenMs === null ? '' : ` since ${formatClock(state.lastSeenMs)}`;
    return (
      <>
        <Mark tone="doubt" icon="warning" word={`Behind${since}`} />
        <span className="soft tail-note">It reconnects by itself; nothing will be missing.</span>
        <Button kind="quiet" onPress={onRetry}>
          Try now
        </Button>
      </>
    );
  }
  if (state.tail === 'live' && !isPaused) return <Mark tone="good" icon="dot" word="Live" />;
  if (state.tail === 'live') return <Mark tone="plain" icon="pause" word="Paused" />;
  if ('aroundMs' in time) return <span className="soft">Oldest first; the marked lines are of that moment.</span>;
  return isLive(time) ? null : <span className="soft">Newest first, of a time that is past.</span>;
}

function CopyAll({ state: { lines } }: { state: LogListState }) {
  if (lines.length === 0) return null;
  const text = () => lines.map(({ key: _, ...line }) => JSON.stringify(line)).join('\n');
  return <CopyButton text={text} label="Copy the lines as JSON, one a line" />;
}

/** What came while one looked elsewhere. */
export function NewLines({ state: { waiting, unkept }, onShow }: { state: LogListState; onShow: () => void }) {
  if (waiting === 0) return null;
  const lost = unkept > 0 ? `; ${formatCount(unkept)} more were too many to keep, search for them` : '';
  return (
    <button type="button" className="new-lines" onClick={onShow}>
      <Icon name="up" />
      {formatCount(waiting)} new {waiting === 1 ? 'line' : 'lines'}
      {lost}
    </button>
  );
}
