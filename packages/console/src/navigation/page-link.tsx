import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { use } from 'react';
import type { SearchPatch } from './address.ts';
import { withoutEmpty } from './address.ts';
import { isWithin, PagesContext } from './page-entry.ts';

export interface PageLinkProps {
  /** As it stands in the address bar: `/traces/4bf9…`. */
  readonly to: string;
  readonly search?: SearchPatch;
  readonly children: ReactNode;
  readonly className?: string;
  /** What screen readers say, when the words alone do not tell. */
  readonly label?: string;
  readonly isCurrent?: boolean;
  readonly onGo?: () => void;
}

/** A way to another page; one that is not built yet is shown as words. */
export function PageLink({ to, search = {}, children, className, label, isCurrent = false, onGo }: PageLinkProps) {
  const pages = use(PagesContext);
  const page = pages.find((each) => each.path === to) ?? pages.find((each) => isWithin(each, to));
  if (page === undefined) return <span className={className}>{children}</span>;
  return (
    <Link
      to={to}
      search={withoutEmpty(search) as never}
      className={className}
      aria-label={label}
      // What is current is said by whoever draws the link; the router's own guess takes every page above for current.
      activeOptions={{ exact: true }}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={onGo}
      onPointerEnter={() => void page.load().catch(() => {})}
    >
      {children}
    </Link>
  );
}
