import { createContext, use, useCallback } from 'react';
import { Button } from '../components/button.tsx';
import { useClient } from '../data/client-context.ts';
import type { Action } from '../data/use-action.ts';
import { useAction } from '../data/use-action.ts';

/** What follows once somebody has signed out. */
export const LeaveContext = createContext<() => void>(() => {});

export function useSignOut(): Action {
  const client = useClient();
  const leave = use(LeaveContext);
  return useAction(useCallback(() => client.call('signOut', {}).then(leave), [client, leave]));
}

export function SignOut() {
  const { isBusy, start } = useSignOut();
  return (
    <Button kind="quiet" icon="leave" label="Sign out" onPress={start} isBusy={isBusy}>
      {null}
    </Button>
  );
}
