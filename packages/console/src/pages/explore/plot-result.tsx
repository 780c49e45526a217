import { useMemo } from 'react';
import { Button } from '../../components/button.tsx';
import { Chart } from '../../components/chart.tsx';
import { Icon } from '../../components/icon.tsx';
import { alignedAnswer, useAnswers } from '../../data/answers.ts';
import { shortSeconds } from '../../data/duration.ts';
import { drawnOf } from './drawn-series.ts';
import { Result } from './result.tsx';
import type { Explorer } from './use-explorer.ts';

export interface PlotResultProps {
  readonly explorer: Explorer;
  readonly span: { readonly start: number; readonly end: number; readonly step: number };
  /** A stretch of the plot was drawn over. */
  readonly onRange: (range: { start: number; end: number }) => void;
}

/** The expression over time. */
export function PlotResult({ explorer, span, onRange }: PlotResultProps) {
  const { expr, isStacked, setStacked } = explorer;
  const [reading] = useAnswers([{ kind: 'range', expr, ...span }]);
  const answered = reading?.data;
  const aligned = useMemo(() => answered && alignedAnswer(answered), [answered]);
  const drawn = useMemo(() => aligned && drawnOf(aligned), [aligned]);
  if (reading === undefined) return null;
  return (
    <Result
      reading={reading}
      count={aligned?.series.length}
      more={`a point every ${shortSeconds(span.step)}`}
      controls={
        <fieldset className="explore-toggle">
          <legend className="unseen">How it is drawn</legend>
          <Button isPressed={!isStacked} onPress={() => setStacked(false)}>
            Lines
          </Button>
          <Button isPressed={isStacked} onPress={() => setStacked(true)}>
            Stacked
          </Button>
        </fieldset>
      }
    >
      {drawn && drawn.left > 0 && <NotDrawn drawn={drawn.series.length} left={drawn.left} />}
      {drawn && (
        <Chart
          title={expr}
          isTitleUnseen
          size="tall"
          kind={isStacked ? 'stacked' : 'line'}
          times={drawn.times}
          series={drawn.series}
          onRange={onRange}
        />
      )}
    </Result>
  );
}

function NotDrawn({ drawn, left }: { drawn: number; left: number }) {
  return (
    <p className="explore-notice" role="status">
      <Icon name="warning" />
      <span>
        <strong>{left} more series are not drawn:</strong> only the {drawn} highest are. Add labels in braces, or ask
        for <code>topk(10, …)</code>.
      </span>
    </p>
  );
}
