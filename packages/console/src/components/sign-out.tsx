import { useCallback } from 'react';
import { useClient } from '../data/client-context.ts';
import { useAction } from '../data/use-action.ts';
import { Button } from './button.tsx';

export function SignOut({ onDone }: { onDone: () => void }) {
  const client = useClient();
  const run = useCallback(() => client.call('signOut', {}).then(onDone), [client, onDone]);
  const { isBusy, start } = useAction(run);
  return (
    <Button kind="quiet" icon="leave" label="Sign out" onPress={start} isBusy={isBusy}>
      {null}
    </Button>
  );
}
