import { createContext, use, useCallback } from 'react';
import { Button } from '../components/button.tsx';
import { useClient } from '../data/client-context.ts';
import type { Action } from '../data/use-action.ts';
import { useAction } from '../data/use-action.ts';

/** What follows once somebody has signed out. */
export const LeaveContext = createContext<() => void>(() => {});
/** Told while the session is being ended: what is asked meanwhile would be refused. */
export const QuietContext = createContext<(isQuiet: boolean) => void>(() => {});

export function useSignOut(): Action {
  const client = useClient();
  const leave = use(LeaveContext);
  const keepQuiet = use(QuietContext);
  const signOut = useCallback(async () => {
    keepQuiet(true);
    try {
      await client.call('signOut', {});
    } catch (error) {
      keepQuiet(false);
      throw error;
    }
    leave();
  }, [client, leave, keepQuiet]);
  return useAction(signOut);
}

export function SignOut() {
  const { isBusy, start } = useSignOut();
  return (
    <Button kind="quiet" icon="leave" label="Sign out" onPress={start} isBusy={isBusy}>
      {null}
    </Button>
  );
}
