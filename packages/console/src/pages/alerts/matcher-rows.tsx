import { useId } from 'react';
import { Button } from '../../components/button.tsx';
import { Select, TextField } from '../../components/field.tsx';
import type { MatcherDraft, Operator } from './matcher-text.ts';
import { noMatcher } from './silence-draft.ts';
import './matcher-rows.css';

const operatorNames: readonly { value: Operator; name: string }[] = [
  { value: '=', name: '= is' },
  { value: '!=', name: '!= is not' },
  { value: '=~', name: '=~ is like' },
  { value: '!~', name: '!~ is not like' },
];

export interface MatcherRowsProps {
  readonly matchers: readonly MatcherDraft[];
  readonly fault: string | undefined;
  readonly onChange: (matchers: readonly MatcherDraft[]) => void;
}

/** Conditions on labels, all of which must hold. */
export function MatcherRows({ matchers, fault, onChange }: MatcherRowsProps) {
  const noteId = useId();
  const put = (index: number, patch: Partial<MatcherDraft>) =>
    onChange(matchers.map((each, place) => (place === index ? { ...each, ...patch } : each)));
  return (
    <fieldset className="matchers" aria-describedby={noteId}>
      <legend>Alerts whose labels</legend>
      {matchers.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; two may say the same.
        <div key={index} className="matcher-row">
          <TextField
            label={`Label ${index + 1}`}
            isLabelUnseen
            isMono
            placeholder="label"
            value={each.name}
            onChange={(name) => put(index, { name })}
          />
          <Select
            label={`Condition ${index + 1}`}
            isLabelUnseen
            value={each.operator}
            options={operatorNames}
            onChange={(operator) => put(index, { operator })}
          />
          <TextField
            label={`Value ${index + 1}`}
            isLabelUnseen
            isMono
            placeholder={each.operator.endsWith('~') ? 'regular expression' : 'value'}
            value={each.value}
            onChange={(value) => put(index, { value })}
          />
          <Button
            kind="quiet"
            icon="cross"
            label={`Take away the condition ${index + 1}`}
            isDisabled={matchers.length === 1}
            onPress={() => onChange(matchers.filter((_, place) => place !== index))}
          >
            {null}
          </Button>
        </div>
      ))}
      <div className="matchers-end">
        <Button icon="plus" onPress={() => onChange([...matchers, noMatcher])}>
          Add a condition
        </Button>
        <p id={noteId} className={fault === undefined ? 'field-note' : 'field-note fault'}>
          {fault ?? 'All of them must hold. “Is like” takes a regular expression for the whole value.'}
        </p>
      </div>
    </fieldset>
  );
}
