import { memo } from 'react';
import { Icon } from '../../components/icon.tsx';
import { fieldEntries } from './conditions.ts';
import { LevelMark, lookOf } from './level-mark.tsx';
import { LineDetails } from './line-details.tsx';
import { lineTime } from './line-times.ts';
import type { ShownLine } from './shown-lines.ts';
import './log-row.css';

export interface LogRowProps {
  readonly line: ShownLine;
  readonly isOpen: boolean;
  readonly isWrapped: boolean;
  /** It is the one that others were looked for around. */
  readonly isMarked: boolean;
  readonly onToggle: (key: number) => void;
}

/** One line; pressed, it opens to its fields. */
export const LogRow = memo(({ line, isOpen, isWrapped, isMarked, onToggle }: LogRowProps) => {
  const { tone } = lookOf(line.level);
  return (
    <div className={`log-row ${tone} ${isMarked ? 'marked' : ''}`} data-wrapped={isWrapped}>
      <button
        type="button"
        className="log-line"
        data-row=""
        aria-expanded={isOpen}
        onClick={() => {
          // Who marks a piece of the text to copy it does not mean to open it.
          if (getSelection()?.isCollapsed ?? true) onToggle(line.key);
        }}
      >
        <span className="log-open">
          <Icon name={isOpen ? 'down' : 'right'} />
        </span>
        <span className="log-time">{lineTime(line.time, Date.now())}</span>
        <LevelMark level={line.level} />
        <span className="log-source" title={`${line.service} ${line.instance}`}>
          {line.instance === '' ? line.service : line.instance}
        </span>
        <span className="log-message">
          {isMarked && <span className="log-here">here </span>}
          {line.message} <FieldsInShort line={line} />
        </span>
      </button>
      {isOpen && <LineDetails line={line} />}
    </div>
  );
});

const fewFields = 6;
/** What says little, and is found when the line is opened. */
const dull =
  /^(pid|hostname|service|instance|version|logger|context\.(traceId|spanId|correlationId)|exception\.stack)$/;

function FieldsInShort({ line }: { line: ShownLine }) {
  const told = fieldEntries(line.fields).filter(({ path }) => !dull.test(path));
  return (
    <span className="log-fields">
      {told.slice(0, fewFields).map(({ path, text }) => (
        <span key={path}>
          {path}={text.slice(0, 80)}{' '}
        </span>
      ))}
    </span>
  );
}
