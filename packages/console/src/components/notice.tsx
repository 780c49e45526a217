import type { ReactNode } from 'react';
import type { IconName } from './icon.tsx';
import { Icon } from './icon.tsx';
import './notice.css';

/** Stands where content would: what is missing, and what to do. */
export function Notice({ icon, title, children }: { icon?: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="notice">
      <p className="notice-title">
        {icon && <Icon name={icon} />}
        {title}
      </p>
      {children}
    </div>
  );
}

/** A failure of something that was pressed; said aloud. */
export function FailureNote({ message, hint }: { message: string; hint: string }) {
  return (
    <p className="failure-note" role="alert">
      <Icon name="warning" />
      <span>
        {message} {hint !== '' && <span className="soft">{hint}</span>}
      </span>
    </p>
  );
}

/** A command to type. */
export function CommandLine({ children }: { children: string }) {
  return <code className="command-line">{children}</code>;
}
