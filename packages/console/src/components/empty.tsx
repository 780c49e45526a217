import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import './empty.css';

export interface EmptyProps {
  readonly title: string;
  readonly icon?: IconName;
  /** Why there is nothing, and how something comes to be here. */
  readonly children?: ReactNode;
}

/** There is nothing, and that is no fault. */
export function Empty({ title, icon = 'dash', children }: EmptyProps) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} />
      </span>
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}
