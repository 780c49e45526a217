import { lazy, Suspense, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Page } from '../../components/page.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import { RefreshPicker, useSearchedRefresh } from '../../components/refresh-picker.tsx';
import { alignedSpan, spanOf } from '../../data/range.ts';
import type { Editor, ServerFault } from './create-editor.ts';
import { readHistory, remember } from './history.ts';
import { MetricsBrowser } from './metrics-browser.tsx';
import { PlotResult } from './plot-result.tsx';
import { StarterList } from './starter-list.tsx';
import { stepFor } from './step.ts';
import { TableResult } from './table-result.tsx';
import { useExplorer } from './use-explorer.ts';
import { useMetrics } from './use-metrics.ts';
import { useServerFault } from './use-server-fault.ts';
import './explore-page.css';

// What draws is fetched beside the numbers that it will draw.
void import('../../components/plot.tsx');

const ExpressionEditor = lazy(async () => ({ default: (await import('./expression-editor.tsx')).ExpressionEditor }));

/** Asks anything of what is measured. */
export function ExplorePage() {
  const explorer = useExplorer();
  const [range, setRange] = useRange();
  const refresh = useSearchedRefresh();
  const metrics = useMetrics();
  const [draft, setDraft] = useDraft(explorer.expr);
  const [past, setPast] = useState(() => readHistory(localStorage));
  const ask = (expr: string) => {
    const asked = expr.trim();
    setDraft(asked);
    if (asked !== '') setPast(remember(asked, localStorage));
    if (asked !== explorer.expr) explorer.ask(asked);
    refresh.refresh();
  };
  const span = spanOf(range, refresh.nowMs);
  const step = stepFor(span, Math.min(innerWidth, 1400), explorer.stepSeconds);
  const aligned = { ...alignedSpan(span, step), step };
  const time = Math.floor(span.endMs / 1000);
  const fault = useServerFault(
    explorer.view === 'plot'
      ? { kind: 'range', expr: explorer.expr, ...aligned }
      : { kind: 'instant', expr: explorer.expr, time },
  );
  return (
    <Page
      title="Metrics"
      actions={
        <>
          <RangePicker range={range} onChange={setRange} />
          <RefreshPicker refresh={refresh} />
        </>
      }
    >
      <Ask {...{ draft, past, fault, metrics, explorer }} onDraft={setDraft} onAsk={ask} />
      {explorer.expr === '' && metrics.data && <StarterList metrics={metrics.data} onAsk={ask} />}
      {explorer.expr !== '' && explorer.view === 'plot' && (
        <PlotResult
          explorer={explorer}
          span={aligned}
          onRange={({ start, end }) => setRange({ startMs: start * 1000, endMs: end * 1000 })}
        />
      )}
      {explorer.expr !== '' && explorer.view === 'table' && <TableResult explorer={explorer} time={time} />}
    </Page>
  );
}

/** What stands in the editor; another address brings its own. */
function useDraft(expr: string): [string, (draft: string) => void] {
  const [draft, setDraft] = useState({ expr, text: expr });
  if (draft.expr !== expr) setDraft({ expr, text: expr });
  return [draft.expr === expr ? draft.text : expr, (text) => setDraft({ expr, text })];
}

interface AskProps {
  readonly draft: string;
  readonly past: readonly string[];
  readonly fault: ServerFault | undefined;
  readonly metrics: ReturnType<typeof useMetrics>;
  readonly explorer: ReturnType<typeof useExplorer>;
  readonly onDraft: (draft: string) => void;
  readonly onAsk: (expr: string) => void;
}

function Ask({ draft, past, fault, metrics, explorer, onDraft, onAsk }: AskProps) {
  const [editor, setEditor] = useState<Editor>();
  const [message, setMessage] = useState<string>();
  const [isBrowsing, setBrowsing] = useState(false);
  return (
    <section className="card explore-ask" aria-label="Expression">
      <div className="explore-line">
        <Suspense fallback={<div className="expression-editor expression-waiting">{draft}</div>}>
          <ExpressionEditor
            label="PromQL expression"
            expr={draft}
            serverFault={fault}
            onChange={onDraft}
            onRun={() => onAsk(draft)}
            onFault={setMessage}
            onEditor={setEditor}
          />
        </Suspense>
        <Button kind="main" onPress={() => onAsk(draft)}>
          Run
        </Button>
      </div>
      <p className="explore-fault" role="status">
        {message !== undefined && (
          <>
            <Icon name="warning" /> {message}
          </>
        )}
      </p>
      <div className="explore-controls">
        <ViewChoice explorer={explorer} />
        <StepField key={explorer.stepText} explorer={explorer} />
        <div className="explore-helpers">
          {past.length > 0 && <Past past={past} onAsk={onAsk} />}
          <Button icon="search" onPress={() => setBrowsing(true)}>
            Find a metric
          </Button>
        </div>
      </div>
      {isBrowsing && (
        <MetricsBrowser
          metrics={metrics}
          onClose={() => setBrowsing(false)}
          onAsk={(expr) => {
            setBrowsing(false);
            onAsk(expr);
          }}
          onInsert={(name) => {
            setBrowsing(false);
            editor?.insert(name);
            editor?.focus();
          }}
        />
      )}
    </section>
  );
}

function ViewChoice({ explorer: { view, setView } }: Pick<AskProps, 'explorer'>) {
  return (
    <fieldset className="explore-toggle">
      <legend className="unseen">What is shown</legend>
      <Button icon="chart" isPressed={view === 'plot'} onPress={() => setView('plot')}>
        Over time
      </Button>
      <Button icon="lines" isPressed={view === 'table'} onPress={() => setView('table')}>
        At one moment
      </Button>
    </fieldset>
  );
}

/** Applied when it is left, or by Enter. */
function StepField({ explorer: { view, stepText, stepSeconds, setStep } }: Pick<AskProps, 'explorer'>) {
  const [text, setText] = useState(stepText);
  if (view === 'table') return null;
  const isWrong = stepText !== '' && stepSeconds === undefined;
  return (
    <form
      className="explore-step"
      onSubmit={(event) => {
        event.preventDefault();
        setStep(text.trim());
      }}
      onBlur={() => text.trim() !== stepText && setStep(text.trim())}
    >
      <TextField
        label="Step"
        value={text}
        onChange={setText}
        placeholder="by itself"
        fault={isWrong ? 'Write 15s, 5m or 1h.' : undefined}
      />
    </form>
  );
}

function Past({ past, onAsk }: { past: readonly string[]; onAsk: (expr: string) => void }) {
  const options = [
    { value: '', name: 'Asked before' },
    ...past.map((expr) => ({ value: expr, name: expr.replace(/\s+/g, ' ') })),
  ];
  return (
    <Select label="Asked before" isLabelUnseen value="" options={options} onChange={(expr) => expr && onAsk(expr)} />
  );
}
