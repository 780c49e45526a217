import type { DashboardVariable } from '@seaworthy/api';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { usePrometheus } from '../../data/query.ts';
import type { Span } from '../../data/range.ts';
import { alignedSpan } from '../../data/range.ts';
import './variable-choice.css';

export interface VariableChoiceProps {
  readonly variable: DashboardVariable;
  readonly span: Span;
  readonly chosen: readonly string[];
  readonly onChosen: (values: readonly string[]) => void;
}

/** What may be chosen changes seldom. */
const alignSeconds = 300;

/** Of which ones the panels tell; none chosen is all of them. */
export function VariableChoice({ variable, span, chosen, onChosen }: VariableChoiceProps) {
  const place = useRef<HTMLDetailsElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { start, end } = alignedSpan(span, alignSeconds);
  const parameters = { 'match[]': variable.selector, start: String(start), end: String(end + alignSeconds) };
  const found = usePrometheus(`/label/${variable.label}/values`, parameters, ({ data }) => data as readonly string[], {
    keepsPrevious: true,
  });
  useClosing(place, isOpen, setOpen);
  const values = [...new Set([...(found.data ?? []), ...chosen])].sort();
  const toggle = (value: string, isChecked: boolean) =>
    onChosen(isChecked ? [...chosen, value] : chosen.filter((each) => each !== value));
  return (
    <details ref={place} className="variable" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="button">
        <span className="soft">{variable.title}</span> {chosen.length === 0 ? 'all' : chosen.join(', ')}
        <Icon name="down" />
      </summary>
      <div className="variable-panel">
        {values.map((value) => (
          <Checkbox
            key={value}
            label={value}
            isChecked={chosen.includes(value)}
            onChange={(isChecked) => toggle(value, isChecked)}
          />
        ))}
        {found.data !== undefined && values.length === 0 && <p className="soft">There is nothing to choose.</p>}
        {found.failure && <p className="soft">{found.failure.message}</p>}
        <Button isDisabled={chosen.length === 0} onPress={() => onChosen([])}>
          All
        </Button>
      </div>
    </details>
  );
}

/** By Escape, and by a press beside it. */
function useClosing(
  place: { readonly current: HTMLDetailsElement | null },
  isOpen: boolean,
  setOpen: (isOpen: boolean) => void,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const onPress = ({ target }: PointerEvent) => {
      if (target instanceof Node && !place.current?.contains(target)) setOpen(false);
    };
    const onKey = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      setOpen(false);
      place.current?.querySelector('summary')?.focus();
    };
    document.addEventListener('pointerdown', onPress);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('pointerdown', onPress);
      document.removeEventListener('keydown', onKey);
    };
  }, [place, isOpen, setOpen]);
}
