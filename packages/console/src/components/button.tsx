import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import './button.css';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `main`: the one thing to do here. `danger`: it takes something away. */
  readonly kind?: 'plain' | 'main' | 'danger' | 'quiet';
  readonly icon?: IconName;
  readonly isBusy?: boolean;
  /** What screen readers say, when the button shows an icon alone. */
  readonly label?: string;
  readonly autoFocus?: boolean;
}

export function Button({ children, onPress, kind = 'plain', icon, isBusy = false, label, autoFocus }: ButtonProps) {
  return (
    <button
      type="button"
      className={`button ${kind}`}
      onClick={onPress}
      disabled={isBusy}
      aria-label={label}
      title={label}
      // biome-ignore lint/a11y/noAutofocus: inside a dialog, the focus belongs on its safest button.
      autoFocus={autoFocus}
    >
      {isBusy ? <Icon name="turn" spins /> : icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
