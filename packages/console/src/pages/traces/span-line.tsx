import type { TraceSpan } from '@seaworthy/api';
import { memo } from 'react';
import { Icon } from '../../components/icon.tsx';
import { formatUnit } from '../../text/units.ts';
import type { TimeView } from './time-view.ts';
import { placeIn } from './time-view.ts';
import type { SpanRow } from './tree-rows.ts';

export interface SpanLineProps {
  readonly row: SpanRow;
  readonly view: TimeView;
  /** Of its service. */
  readonly colour: string;
  readonly isSelected: boolean;
  readonly onSelect: (spanId: string) => void;
  readonly onToggle: (spanId: string) => void;
}

/** A span: its name in the tree, and its bar in time. */
export const SpanLine = memo(({ row, view, colour, isSelected, onSelect, onToggle }: SpanLineProps) => {
  const { span, below, isCollapsed, hiddenErrors } = row;
  const isError = span.status === 'error';
  return (
    <div
      className={`span-line ${isSelected ? 'selected' : ''}`}
      style={{ '--depth': Math.min(span.depth, 24) } as object}
    >
      <div className="span-toggle">
        {below > 0 && (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`${isCollapsed ? 'Open' : 'Close'} ${below} below ${span.name}`}
            onClick={() => onToggle(span.spanId)}
          >
            <Icon name={isCollapsed ? 'right' : 'down'} />
          </button>
        )}
      </div>
      <button
        type="button"
        className="span-press"
        data-row={span.spanId}
        aria-expanded={isSelected}
        onClick={() => onSelect(span.spanId)}
      >
        <span className="span-name" style={{ borderColor: colour }}>
          {(isError || hiddenErrors > 0) && (
            <span className="span-error">
              <Icon name="cross" />
            </span>
          )}
          {span.problems.length > 0 && (
            <span className="span-problem">
              <Icon name="warning" />
            </span>
          )}
          <span className={span.isCritical ? 'span-word critical' : 'span-word'}>{span.name}</span>
          <span className="soft span-service">{span.service}</span>
          {isCollapsed && <span className="span-below">{below}</span>}
        </span>
        <Bar span={span} view={view} colour={colour} />
        <span className="span-length">{formatUnit(span.durationMs, 'milliseconds')}</span>
        <span className="unseen">{restOf(row)}</span>
      </button>
    </div>
  );
});

function Bar({ span, view, colour }: { span: TraceSpan; view: TimeView; colour: string }) {
  const { left, width, isOut } = placeIn(view, span.offsetMs, span.durationMs);
  return (
    <span className="span-track">
      {!isOut && (
        <>
          <span
            className="span-bar"
            style={{ left: `min(100% - 2px, ${left * 100}%)`, width: `max(2px, ${width * 100}%)`, background: colour }}
          >
            {span.isCritical && <span className="waterfall-critical" />}
          </span>
          {span.events.map((event, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: events have no names of their own.
              key={index}
              className="span-event"
              style={{ left: `${placeIn(view, event.offsetMs, 0).left * 100}%` }}
            />
          ))}
        </>
      )}
    </span>
  );
}

/** What the look of the line says, for those who do not see it. */
function restOf({ span, below, isCollapsed, hiddenErrors }: SpanRow): string {
  const parts = [
    `level ${span.depth + 1}`,
    ...(span.status === 'error' ? ['error'] : []),
    ...(span.isCritical ? ['on the critical path'] : []),
    ...(span.problems.includes('orphan') ? ['its parent is missing'] : []),
    ...(isCollapsed ? [`closed, ${below} below`] : []),
    ...(hiddenErrors > 0 ? [`${hiddenErrors} of them with errors`] : []),
  ];
  return parts.join(', ');
}
