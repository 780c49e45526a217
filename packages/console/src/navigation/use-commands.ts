import { useMemo } from 'react';
import type { IconName } from '../components/icon.tsx';
import { otherTheme, turnTheme } from '../components/theme-toggle.tsx';
import { useSession } from '../session/session.tsx';
import { useSignOut } from '../session/sign-out.tsx';
import { useGo } from './address.ts';
import { homeOf } from './page-entry.ts';
import { pages } from './pages.ts';

export interface Command {
  readonly name: string;
  readonly icon: IconName;
  /** The keys that do the same. */
  readonly keys?: string;
  /** Other words that people look for. */
  readonly aliases?: string;
  run(): void;
}

/** Everything that the palette offers to whoever is signed in. */
export function useCommands(onKeyList: () => void): readonly Command[] {
  const { may } = useSession();
  const go = useGo();
  const { start: signOut } = useSignOut();
  return useMemo(() => {
    const reachable = pages.filter(
      ({ permission, group }) => group !== null && (permission === null || may(permission)),
    );
    const theme = otherTheme();
    return [
      ...reachable.map((page) => ({
        ...{ name: page.title, icon: page.icon, run: () => go(homeOf(page)) },
        ...(page.goKey !== undefined && { keys: `g ${page.goKey}` }),
      })),
      { name: `Use the ${theme} theme`, icon: theme === 'dark' ? 'moon' : 'sun', aliases: 'colours', run: turnTheme },
      { name: 'Show the keys', icon: 'question', keys: '?', aliases: 'help shortcuts', run: onKeyList },
      { name: 'Sign out', icon: 'leave', aliases: 'log out leave', run: signOut },
    ];
  }, [may, go, signOut, onKeyList]);
}
