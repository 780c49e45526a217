import type { ServiceStatus } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { earlierVersion } from '../live/earlier-version.ts';
import { useLive } from '../live/use-live.ts';
import { useSession } from '../session/session.tsx';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { FailureNote } from './notice.tsx';

/** There while something is live, nothing is under way, and an earlier version is known. */
export function RollBack({ status }: { status: ServiceStatus }) {
  const { may } = useSession();
  const isBusyElsewhere = useLive(({ deployment }) => deployment?.endedAt === null);
  const [isAsking, setAsking] = useState(false);
  const rollback = useChange('rollback');
  const earlier = earlierVersion(status);
  if (earlier === undefined || isBusyElsewhere || !may('deployments:write')) return null;
  const { service, liveVersion } = status;
  return (
    <>
      <Button icon="back" onPress={() => setAsking(true)} isBusy={rollback.isBusy}>
        Roll back
      </Button>
      {rollback.failure && <FailureNote {...rollback.failure} />}
      {isAsking && (
        <Confirm
          title={`Roll back to ${earlier.version}?`}
          verb="Roll back"
          isDanger
          onCancel={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void rollback.run({ body: {} });
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
