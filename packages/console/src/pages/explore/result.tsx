import type { ReactNode } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Empty } from '../../components/empty.tsx';
import { FailureCard, StaleNote } from '../../components/failure.tsx';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Answered } from '../../data/answers.ts';
import type { Reading } from '../../data/query.ts';
import { formatDuration } from '../../text/format.ts';
import { plainMessage } from './fault-place.ts';
import './result.css';

export interface ResultProps {
  readonly reading: Reading<Answered>;
  /** How many series were found. */
  readonly count: number | undefined;
  /** At the end of the line above. */
  readonly controls: ReactNode;
  /** What is said beside the number: the step. */
  readonly more?: string;
  readonly children: ReactNode;
}

/** An answer: how long it took, what the engine remarks, and what was found. */
export function Result({ reading, count, controls, more, children }: ResultProps) {
  const { data, failure, isRefreshing, readAgain } = reading;
  return (
    <section className="card explore-result" aria-label="Result" aria-busy={data === undefined || isRefreshing}>
      <div className="card-head">
        {data !== undefined && count !== undefined && (
          <p role="status">
            <strong>{seriesText(count)}</strong>{' '}
            <span className="soft">{[`took ${formatDuration(data.tookMs)}`, ...(more ? [more] : [])].join(', ')}</span>
          </p>
        )}
        {(data !== undefined || failure === undefined) && <div className="push card-end">{controls}</div>}
        {data === undefined && failure !== undefined && <strong>No answer</strong>}
      </div>
      {data !== undefined && <Remarks answered={data} />}
      {data === undefined && failure === undefined && <Waiting />}
      {data === undefined && failure && (
        <FailureCard failure={{ ...failure, message: plainMessage(failure.message) }} onRetry={readAgain} />
      )}
      {data !== undefined && failure && <StaleNote failure={failure} onRetry={readAgain} />}
      {data !== undefined && (count === 0 ? <NothingFound /> : children)}
    </section>
  );
}

function seriesText(count: number): string {
  return count === 1 ? '1 series' : `${count} series`;
}

function Waiting() {
  return (
    <div className="explore-waiting">
      <span className="unseen" role="status">
        Asking
      </span>
      <Skeleton height="100%" />
    </div>
  );
}

function NothingFound() {
  return (
    <Empty title="No series match" icon="search">
      <p>
        Nothing that fits was measured in this time. Look further back, or check names and labels in the list of
        metrics.
      </p>
    </Empty>
  );
}

function Remarks({ answered: { answer } }: { answered: Answered }) {
  if (answer.warnings.length + answer.infos.length === 0) return null;
  return (
    <ul className="explore-remarks">
      {answer.warnings.map((text) => (
        <li key={text} className="warning">
          <Icon name="warning" /> <Badge tone="doubt">warning</Badge>{' '}
          <span>{text.replace(/^PromQL warning: /, '')}</span>
        </li>
      ))}
      {answer.infos.map((text) => (
        <li key={text}>
          <Icon name="dot" /> <Badge>note</Badge> <span>{text.replace(/^PromQL info: /, '')}</span>
        </li>
      ))}
    </ul>
  );
}
