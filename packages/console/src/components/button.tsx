import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import './button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress?: () => void;
  /** `main`: the one thing to do here. `danger`: it takes something away. */
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly icon?: IconName;
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  /** What screen readers say, when the button shows an icon alone; else why it is disabled. */
  readonly label?: string;
  readonly autoFocus?: boolean;
  /** Sends the form that it is in. */
  readonly isSubmit?: boolean;
  /** Whether what it turns on is on. */
  readonly isPressed?: boolean;
  /** Whether what it opens is open. */
  readonly isExpanded?: boolean;
}

export function Button(props: ButtonProps) {
  const { children, onPress, kind = 'plain', icon, isBusy = false, isDisabled = false, label } = props;
  return (
    <button
      type={props.isSubmit ? 'submit' : 'button'}
      className={`button ${kind}`}
      onClick={onPress}
      disabled={isBusy || isDisabled}
      aria-label={children === null ? label : undefined}
      title={label}
      aria-pressed={props.isPressed}
      aria-expanded={props.isExpanded}
      // biome-ignore lint/a11y/noAutofocus: inside a dialog, the focus belongs on its safest button.
      autoFocus={props.autoFocus}
    >
      {isBusy ? <Icon name="turn" spins /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
