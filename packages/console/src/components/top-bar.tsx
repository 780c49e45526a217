import type { ReactNode } from 'react';
import { ThemeToggle } from './theme-toggle.tsx';
import './top-bar.css';

/** The bar of every page; what belongs to one of them comes as children. */
export function TopBar({ children }: { children?: ReactNode }) {
  return (
    <header className="top-bar">
      <div className="top-bar-row">
        <a className="brand" href="/">
          <img src="/icon.svg" width="22" height="22" alt="" />
          Seaworthy
        </a>
        <div className="top-bar-end">
          {children}
          <ThemeToggle />
        </div>
      </div>
    </header>
  );
}
