import type { ReactNode } from 'react';
import type { Tone } from './mark.tsx';
import './badge.css';

export { Mark } from './mark.tsx';

/** A short word that sorts: a label, a role, a kind. States with an icon are `Mark`s. */
export function Badge({ children, tone = 'plain' }: { children: ReactNode; tone?: Tone }) {
  return <span className={`badge ${tone}`}>{children}</span>;
}

/** `name=value` of a series, an alert, a log line. */
export function LabelBadge({ name, value }: { name: string; value: string }) {
  return (
    <span className="badge label-badge">
      <span className="soft">{name}</span>
      <span aria-hidden="true">=</span>
      {value}
    </span>
  );
}
