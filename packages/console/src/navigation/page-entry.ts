import type { Permission } from '@seaworthy/api';
import type { ComponentType } from 'react';
import { createContext } from 'react';
import type { IconName } from '../components/icon.tsx';

/** The side bar's groups, in their order. */
export const groups = ['Service', 'Observe', 'Respond', 'Protect'] as const;
export type Group = (typeof groups)[number];

export interface PageEntry {
  /** `/deployments/$id` has a part that varies, `/alerts/{-$tab}` one that may be missing. */
  readonly path: string;
  readonly title: string;
  readonly icon: IconName;
  /** Who may not is not shown the way, and told why behind it. Null: whoever is signed in. */
  readonly permission: Permission | null;
  /** Null: reached from another page, not from the side bar. */
  readonly group: Group | null;
  /** `g`, then this letter, goes there. */
  readonly goKey?: string;
  /** A page's code comes when it is first gone to. */
  readonly load: () => Promise<ComponentType>;
}

/** The table, for what stands inside pages: they are in it themselves, and cannot import it. */
export const PagesContext = createContext<readonly PageEntry[]>([]);

/** Where the side bar leads: the path without the part that may be missing. */
export function homeOf({ path }: Pick<PageEntry, 'path'>): string {
  return path.replace(/\/\{-\$\w+\}$/, '') || '/';
}

/** Whether `path` is the page's, or lies below it. */
export function isWithin(page: Pick<PageEntry, 'path'>, path: string): boolean {
  const home = homeOf(page);
  return path === home || (home !== '/' && path.startsWith(`${home}/`));
}
