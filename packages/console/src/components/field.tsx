import type { ReactNode } from 'react';
import { useId } from 'react';
import './field.css';

interface FieldFrame {
  readonly label: string;
  /** Under the field: what may stand there. */
  readonly hint?: string;
  /** What is wrong with it. */
  readonly fault?: string | undefined;
  readonly isLabelUnseen?: boolean;
}

export interface TextFieldProps extends FieldFrame {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'search' | 'password' | 'number' | 'datetime-local';
  readonly placeholder?: string;
  readonly autoComplete?: string;
  readonly isRequired?: boolean;
  readonly isMono?: boolean;
  /** More than one line. */
  readonly rows?: number;
  readonly autoFocus?: boolean;
}

export function TextField({ value, onChange, type = 'text', rows, isMono = false, ...o }: TextFieldProps) {
  return (
    <Field {...o}>
      {(given) => {
        const common = {
          ...given,
          value,
          className: `field-input ${isMono ? 'mono' : ''}`,
          placeholder: o.placeholder,
          required: o.isRequired,
          autoFocus: o.autoFocus,
          autoComplete: o.autoComplete ?? 'off',
          spellCheck: false,
          onChange: (event: { target: { value: string } }) => onChange(event.target.value),
        };
        return rows === undefined ? <input type={type} {...common} /> : <textarea rows={rows} {...common} />;
      }}
    </Field>
  );
}

export interface SelectProps<T extends string> extends FieldFrame {
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly options: readonly { readonly value: T; readonly name: string }[];
}

/** The browser's own: it is known by every keyboard, finger and screen reader. */
export function Select<T extends string>({ value, onChange, options, ...o }: SelectProps<T>) {
  return (
    <Field {...o}>
      {(given) => (
        <select
          {...given}
          className="field-input"
          value={value}
          onChange={(event) => onChange(event.target.value as T)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export interface CheckboxProps {
  readonly label: ReactNode;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  readonly isDisabled?: boolean;
}

export function Checkbox({ label, isChecked, onChange, isDisabled = false }: CheckboxProps) {
  return (
    <label className="checkbox">
      <input
        type="checkbox"
        checked={isChecked}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      {label}
    </label>
  );
}

interface Given {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** The label and what is said of a field, tied to it. */
export function Field(props: FieldFrame & { readonly children: (given: Given) => ReactNode }) {
  const { label, hint, fault, isLabelUnseen = false, children } = props;
  const id = useId();
  const noteId = `${id}note`;
  const note = fault ?? hint;
  return (
    <div className="field">
      <label htmlFor={id} className={isLabelUnseen ? 'unseen' : undefined}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : noteId,
        'aria-invalid': fault === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p id={noteId} className={fault === undefined ? 'field-note' : 'field-note fault'}>
          {note}
        </p>
      )}
    </div>
  );
}
