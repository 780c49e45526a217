import type { ServiceStatus } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { useRoute } from '../data/query.ts';
import { isWarm, rollBackWays } from '../data/roll-back-ways.ts';
import { useLive } from '../live/use-live.ts';
import { useSession } from '../session/session.tsx';
import { ActDialog } from './act-dialog.tsx';
import { Button } from './button.tsx';
import { Select } from './field.tsx';

/** There while something is live and nothing is under way; disabled, with the reason, where there is nowhere to go. */
export function RollBack({ status }: { status: ServiceStatus }) {
  const { may } = useSession();
  const isBusyElsewhere = useLive(({ deployment }) => deployment?.endedAt === null);
  const [isAsking, setAsking] = useState(false);
  const isOffered = status.liveVersion !== null && !isBusyElsewhere && may('deployments:write');
  const releases = useRoute('releases', { query: { limit: 50 } }, { isEnabled: isOffered });
  if (!isOffered) return null;
  const isAlone = releases.data?.items.every(({ version }) => version === status.liveVersion) ?? false;
  return (
    <>
      <Button
        icon="back"
        isDisabled={isAlone}
        {...(isAlone && { label: 'No other release is there to go back to.' })}
        onPress={() => setAsking(true)}
      >
        Roll back
      </Button>
      {isAsking && <Question status={status} onClose={() => setAsking(false)} />}
    </>
  );
}

function Question({ status, onClose }: { status: ServiceStatus; onClose: () => void }) {
  const rollback = useChange('rollback', { invalidates: ['deployments'], onDone: onClose });
  const releases = useRoute('releases', { query: { limit: 50 } });
  const made = useRoute('deployments', { query: { limit: 50, outcome: 'completed' } });
  const [named, setNamed] = useState('');
  const isRead = made.data !== undefined && releases.data !== undefined;
  const isUnreadable = made.failure !== undefined || releases.failure !== undefined;
  const { previous, others } = rollBackWays(status, made.data?.items ?? [], releases.data?.items ?? []);
  const to = named === '' ? previous : named;
  return (
    <ActDialog
      title={to === undefined ? 'Roll back' : `Roll back to ${to}?`}
      verb="Roll back"
      isDanger
      // Where the past cannot be read, the control plane knows where a rollback leads.
      isWhole={to !== undefined || isUnreadable}
      change={rollback}
      onAct={(reason) =>
        void rollback.run({ body: { ...(named !== '' && { to: named }), ...(reason !== undefined && { reason }) } })
      }
      onClose={onClose}
    >
      <Consequence status={status} to={to} isRead={isRead} />
      {others.length > 0 && (
        <Select
          label="Version"
          value={named}
          onChange={setNamed}
          options={[
            { value: '', name: previous === undefined ? 'Choose one' : `${previous} (the previous one)` },
            ...others.map((version) => ({ value: version, name: version })),
          ]}
        />
      )}
    </ActDialog>
  );
}

function Consequence({ status, to, isRead }: { status: ServiceStatus; to: string | undefined; isRead: boolean }) {
  const { service, liveVersion } = status;
  if (to === undefined && isRead) {
    return <p>No earlier version was live that was not taken back since. Any other release can be chosen.</p>;
  }
  return (
    <p>
      {service} {liveVersion} stops getting requests; {to ?? 'the previous release'} gets them all.{' '}
      {to !== undefined && isWarm(status, to)
        ? 'It is still warm: this takes about a second.'
        : 'It is started first, then checked.'}
    </p>
  );
}
