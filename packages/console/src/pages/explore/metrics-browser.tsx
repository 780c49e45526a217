import { useState } from 'react';
import { Badge } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Empty } from '../../components/empty.tsx';
import { TextField } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import type { Reading } from '../../data/query.ts';
import type { Metric } from './metrics.ts';
import { questionAbout } from './metrics.ts';
import './metrics-browser.css';

export interface MetricsBrowserProps {
  readonly metrics: Reading<readonly Metric[]>;
  readonly onAsk: (expr: string) => void;
  readonly onInsert: (name: string) => void;
  readonly onClose: () => void;
}

const most = 200;

/** What is measured: names, what they mean, and a question about each. */
export function MetricsBrowser({ metrics, onAsk, onInsert, onClose }: MetricsBrowserProps) {
  const [filter, setFilter] = useState('');
  return (
    <Dialog title="Metrics" isWide onClose={onClose}>
      <div className="metrics-filter">
        <TextField
          label="Filter"
          type="search"
          placeholder="Part of a name or of what it says"
          value={filter}
          onChange={setFilter}
          autoFocus
        />
      </div>
      <Loaded reading={metrics}>
        {(all) => <Found metrics={matching(all, filter)} total={all.length} onAsk={onAsk} onInsert={onInsert} />}
      </Loaded>
    </Dialog>
  );
}

function matching(metrics: readonly Metric[], filter: string): readonly Metric[] {
  const words = filter.toLowerCase().split(/\s+/);
  return metrics.filter(({ name, help, type }) => {
    const text = `${name} ${help} ${type}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

type FoundProps = Pick<MetricsBrowserProps, 'onAsk' | 'onInsert'> & {
  readonly metrics: readonly Metric[];
  readonly total: number;
};

function Found({ metrics, total, onAsk, onInsert }: FoundProps) {
  if (metrics.length === 0) {
    return <Empty title={total === 0 ? 'Nothing was measured yet' : 'No metric is called that'} icon="search" />;
  }
  return (
    <>
      <p className="metrics-count soft" role="status">
        {metrics.length} of {total} metrics{metrics.length > most && `, the first ${most} are shown`}
      </p>
      <ul className="metrics-list">
        {metrics.slice(0, most).map((metric) => (
          <li key={metric.name}>
            <button type="button" className="metrics-ask" onClick={() => onAsk(questionAbout(metric))}>
              <span className="metrics-name">
                <code>{metric.name}</code> <Badge>{metric.type}</Badge>
              </span>
              <span className="soft">{metric.help}</span>
            </button>
            <Button kind="quiet" icon="plus" label={`Insert ${metric.name}`} onPress={() => onInsert(metric.name)}>
              {null}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
