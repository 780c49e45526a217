import type { ServiceStatus } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { useRoute } from '../data/query.ts';
import { earlierVersion } from '../live/earlier-version.ts';
import { useLive } from '../live/use-live.ts';
import { useSession } from '../session/session.tsx';
import { ActDialog } from './act-dialog.tsx';
import { Button } from './button.tsx';
import { Select } from './field.tsx';

/** There while something is live, nothing is under way, and an earlier version is known. */
export function RollBack({ status }: { status: ServiceStatus }) {
  const { may } = useSession();
  const isBusyElsewhere = useLive(({ deployment }) => deployment?.endedAt === null);
  const [isAsking, setAsking] = useState(false);
  if (earlierVersion(status) === undefined || isBusyElsewhere || !may('deployments:write')) return null;
  return (
    <>
      <Button icon="back" onPress={() => setAsking(true)}>
        Roll back
      </Button>
      {isAsking && <Question status={status} onClose={() => setAsking(false)} />}
    </>
  );
}

function Question({ status, onClose }: { status: ServiceStatus; onClose: () => void }) {
  const rollback = useChange('rollback', { invalidates: ['deployments'], onDone: onClose });
  const releases = useRoute('releases', { query: { limit: 50 } });
  const [to, setTo] = useState('');
  const previous = earlierVersion(status);
  const { service, liveVersion } = status;
  const others = (releases.data?.items ?? []).filter(
    ({ version }) => version !== liveVersion && version !== previous?.version,
  );
  const version = to === '' ? (previous?.version ?? 'the previous release') : to;
  const isWarm = to === '' && previous?.isWarm === true;
  return (
    <ActDialog
      title={`Roll back to ${version}?`}
      verb="Roll back"
      isDanger
      change={rollback}
      onAct={(reason) =>
        void rollback.run({ body: { ...(to !== '' && { to }), ...(reason !== undefined && { reason }) } })
      }
      onClose={onClose}
    >
      <p>
        {service} {liveVersion} stops getting requests; {version} gets them all.{' '}
        {isWarm ? 'It is still warm: this takes about a second.' : 'It is started first, then checked.'}
      </p>
      {others.length > 0 && (
        <Select
          label="Version"
          value={to}
          onChange={setTo}
          options={[
            { value: '', name: `${previous?.version ?? 'the previous one'} (the previous one)` },
            ...others.map((release) => ({ value: release.version, name: release.version })),
          ]}
        />
      )}
    </ActDialog>
  );
}
