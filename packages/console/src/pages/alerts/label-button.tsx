import { LabelBadge } from '../../components/badge.tsx';
import type { MatcherDraft } from './matcher-text.ts';
import './label-button.css';

export interface LabelButtonProps {
  readonly name: string;
  readonly value: string;
  readonly onPress: (matcher: MatcherDraft) => void;
}

/** A label; pressed, only what has it is shown. */
export function LabelButton({ name, value, onPress }: LabelButtonProps) {
  return (
    <button
      type="button"
      className="label-button"
      aria-label={`${name}=${value}: only these`}
      title={`Only those with ${name}="${value}"`}
      onClick={() => onPress({ name, operator: '=', value })}
    >
      <LabelBadge name={name} value={value} />
    </button>
  );
}
