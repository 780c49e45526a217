import type { Panel } from '@seaworthy/api';
import type { CSSProperties } from 'react';
import { memo, useId, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import type { Answered } from '../../data/answers.ts';
import { useAnswers } from '../../data/answers.ts';
import type { Failure } from '../../data/failure.ts';
import type { Span, TimeRange } from '../../data/range.ts';
import { searchOfRange } from '../../data/range.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { Drawing } from './drawing.tsx';
import { questionsOf } from './panel-data.ts';
import { useInView } from './use-in-view.ts';
import type { Chosen } from './variables.ts';
import './panel-card.css';
import './drawings.css';

export interface PanelCardProps {
  readonly panel: Panel;
  readonly span: Span;
  readonly range: TimeRange;
  readonly chosen: Chosen;
  readonly onRange: (range: { start: number; end: number }) => void;
}

/** One panel. It asks while it is in view, and keeps what it has when it is not. */
export const PanelCard = memo(function PanelCard({ panel, span, range, chosen, onRange }: PanelCardProps) {
  const place = useRef<HTMLElement>(null);
  const titleId = useId();
  const [isTable, setTable] = useState(false);
  const questions = questionsOf(panel, span, chosen);
  const readings = useAnswers(questions, useInView(place));
  const failed = readings.find(({ failure }) => failure !== undefined);
  const answers = useSame(readings.flatMap(({ data }) => data ?? []));
  const isWhole = answers.length === questions.length;
  return (
    <section
      ref={place}
      className={`card panel panel-${panel.kind}`}
      style={{ '--panel-width': panel.width, '--panel-height': panel.height } as CSSProperties}
      aria-labelledby={titleId}
      aria-busy={!isWhole && !failed}
    >
      <div className="panel-head">
        <h3 id={titleId} title={panel.title}>
          {panel.title}
        </h3>
        <div className="panel-tools">
          {panel.kind !== 'table' && (
            <Button
              kind="quiet"
              icon="lines"
              label={`${panel.title} as a table`}
              isPressed={isTable}
              onPress={() => setTable(!isTable)}
            >
              {null}
            </Button>
          )}
          <PageLink
            to="/explore"
            search={{
              expr: questions[0]?.expr,
              ...searchOfRange(range),
              ...(questions[0]?.kind === 'instant' && { view: 'table' }),
            }}
            className="button quiet"
            label={`Explore ${panel.title}`}
          >
            <Icon name="search" />
          </PageLink>
        </div>
        {panel.description !== '' && (
          <p className="panel-about soft" title={panel.description}>
            {panel.description}
          </p>
        )}
      </div>
      <div className="panel-body">
        {isWhole && failed?.failure && <p className="panel-stale">What you see may be old. {failed.failure.message}</p>}
        {isWhole && <Drawing panel={panel} answers={answers} isTable={isTable} onRange={onRange} />}
        {!isWhole && failed?.failure && <Failed failure={failed.failure} onRetry={failed.readAgain} />}
        {!isWhole && !failed && <Skeleton height="100%" />}
      </div>
    </section>
  );
});

function Failed({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return (
    <div className="panel-failed" role="alert">
      <p>
        <Icon name="warning" /> {failure.message}
      </p>
      <p className="soft">{failure.hint}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}

/** The same list as before, as long as the same stands in it. */
function useSame(list: readonly Answered[]): readonly Answered[] {
  const [kept, setKept] = useState(list);
  const isSame = kept.length === list.length && kept.every((each, index) => each === list[index]);
  if (!isSame) setKept(list);
  return isSame ? kept : list;
}
