import type { ServiceStatus } from '@seaworthy/api';
import { useCallback, useState } from 'react';
import { useClient } from '../data/client-context.ts';
import { newKey, useAction } from '../data/use-action.ts';
import { earlierVersion } from '../live/earlier-version.ts';
import { useLive } from '../live/use-live.ts';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { FailureNote } from './notice.tsx';

/** There while something is live, nothing is under way, and an earlier version is known. */
export function RollBack({ status }: { status: ServiceStatus }) {
  const client = useClient();
  const isBusyElsewhere = useLive(({ deployment }) => deployment?.endedAt === null);
  const [isAsking, setAsking] = useState(false);
  const run = useCallback(() => client.call('rollback', { body: {} }, { idempotencyKey: newKey() }), [client]);
  const action = useAction(run);
  const earlier = earlierVersion(status);
  if (earlier === undefined || isBusyElsewhere) return null;
  const { service, liveVersion } = status;
  return (
    <>
      <Button icon="back" onPress={() => setAsking(true)} isBusy={action.isBusy}>
        Roll back
      </Button>
      {action.failure && <FailureNote {...action.failure} />}
      {isAsking && (
        <Confirm
          title={`Roll back to ${earlier.version}?`}
          verb="Roll back"
          isDanger
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            action.start();
          }}
        >
          <p>
            {service} {liveVersion} stops getting requests; {earlier.version} gets them all.{' '}
            {earlier.isWarm ? 'It is still warm: this takes about a second.' : 'It is started first, then checked.'}
          </p>
        </Confirm>
      )}
    </>
  );
}
