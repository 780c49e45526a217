import type { Trace } from '@seaworthy/api';
import type { KeyboardEvent } from 'react';
import { useCallback, useMemo, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { WindowedList } from '../../components/windowed-list.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { Ruler } from './ruler.tsx';
import { SpanDetails } from './span-details.tsx';
import { SpanLine } from './span-line.tsx';
import type { TimeView } from './time-view.ts';
import { zoomed } from './time-view.ts';
import { serviceColours } from './trace-shares.ts';
import type { SpanRow } from './tree-rows.ts';
import { ancestorsOf, parentsFrom, treeRows } from './tree-rows.ts';
import './waterfall.css';

const keyOf = ({ span }: SpanRow) => span.spanId;
const isNarrow = matchMedia('(max-width: 640px)');

/** The spans as a tree, each with its bar in time. */
export function Waterfall({ trace }: { trace: Trace }) {
  const { span: wanted } = useSearch();
  const setSearch = useSetSearch();
  const wholeMs = Math.max(trace.durationMs, 0.001);
  const [view, setView] = useState<TimeView>({ startMs: 0, endMs: wholeMs });
  // What was linked to is seen, whatever lies above it; and it stays in its place.
  const [linked] = useState(wanted);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const colours = useMemo(() => serviceColours(trace.services), [trace.services]);
  const rows = useMemo(() => treeRows(trace.tree, collapsed), [trace.tree, collapsed]);

  const select = useCallback(
    (spanId: string) => setSearch({ span: spanId === wanted ? undefined : spanId }),
    [setSearch, wanted],
  );
  const toggle = useCallback((spanId: string, isCollapsed?: boolean) => {
    setCollapsed((before) => {
      const next = new Set(before);
      if (isCollapsed ?? !before.has(spanId)) next.add(spanId);
      else next.delete(spanId);
      return next;
    });
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const spanId = (event.target as HTMLElement).dataset['row'];
    if (spanId !== undefined && (event.key === 'ArrowLeft' || event.key === 'ArrowRight')) {
      event.preventDefault();
      leftOrRight(event, spanId);
    }
    const factor = { '+': 0.5, '-': 2 }[event.key];
    if (factor !== undefined) setView((before) => zoomed(before, factor, wholeMs));
    if (event.key === '0') setView({ startMs: 0, endMs: wholeMs });
  };
  /** Left closes, or goes to the parent; right opens. */
  const leftOrRight = ({ key, currentTarget }: KeyboardEvent<HTMLElement>, spanId: string) => {
    const row = rows.find(({ span }) => span.spanId === spanId);
    if (row === undefined) return;
    if (key === 'ArrowRight') return toggle(spanId, false);
    if (row.below > 0 && !row.isCollapsed) return toggle(spanId, true);
    const [parent] = ancestorsOf(trace.tree, spanId);
    if (parent !== undefined) currentTarget.querySelector<HTMLElement>(`[data-row="${CSS.escape(parent)}"]`)?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it.
    <div className="waterfall" onKeyDown={onKeyDown}>
      <Tools
        view={view}
        wholeMs={wholeMs}
        onView={setView}
        onCollapse={(depth) => setCollapsed(parentsFrom(trace.tree, depth))}
      />
      <Ruler view={view} onView={setView} />
      <WindowedList
        label="Spans. Arrow keys move, left and right close and open, Enter shows details"
        items={rows}
        keyOf={keyOf}
        rowPx={isNarrow.matches ? 48 : 28}
        showKey={linked}
      >
        {(row) => (
          <>
            <SpanLine
              row={row}
              view={view}
              colour={colours.get(row.span.service) ?? 'var(--press)'}
              isSelected={row.span.spanId === wanted}
              onSelect={select}
              onToggle={toggle}
            />
            {row.span.spanId === wanted && (
              <SpanDetails span={row.span} trace={trace} onZoom={(startMs, endMs) => setView({ startMs, endMs })} />
            )}
          </>
        )}
      </WindowedList>
    </div>
  );
}

interface ToolsProps {
  readonly view: TimeView;
  readonly wholeMs: number;
  readonly onView: (view: TimeView) => void;
  readonly onCollapse: (fromDepth: number) => void;
}

function Tools({ view, wholeMs, onView, onCollapse }: ToolsProps) {
  const isWhole = view.endMs - view.startMs >= wholeMs;
  return (
    <div className="waterfall-tools">
      <span className="waterfall-key soft">
        <span className="waterfall-critical" /> the trace waited for it
      </span>
      <div className="waterfall-buttons">
        <Button kind="quiet" onPress={() => onCollapse(0)}>
          Close all
        </Button>
        <Button kind="quiet" onPress={() => onCollapse(Number.POSITIVE_INFINITY)}>
          Open all
        </Button>
        <Button icon="plus" label="Zoom in (+)" onPress={() => onView(zoomed(view, 0.5, wholeMs))}>
          {null}
        </Button>
        <Button icon="dash" label="Zoom out (-)" isDisabled={isWhole} onPress={() => onView(zoomed(view, 2, wholeMs))}>
          {null}
        </Button>
        <Button isDisabled={isWhole} onPress={() => onView({ startMs: 0, endMs: wholeMs })}>
          Whole
        </Button>
      </div>
    </div>
  );
}
