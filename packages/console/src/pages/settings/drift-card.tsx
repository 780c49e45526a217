import type { ConfigDrift } from '@seaworthy/api';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useRoute } from '../../data/query.ts';
import { Allowed } from '../../session/session.tsx';
import { DriftTable } from './drift-table.tsx';
import { driftCounts } from './drift-words.ts';
import { Problems } from './problems.tsx';
import { ReloadDialog } from './reload-dialog.tsx';
import './drift-card.css';

/** Files may change at any time and nothing tells of that; to read them all takes the control plane some work. */
const pollMs = 60_000;

/** Whether the files still say what runs, and the way to make it so. */
export function DriftCard() {
  const drift = useRoute('configDrift', {}, { pollMs });
  const [isAsking, setAsking] = useState(false);
  return (
    <Section
      title="Files and what runs"
      about={
        drift.data && (
          <>
            read <TimeAgo time={drift.data.readAt} />
          </>
        )
      }
      end={
        <>
          <Button kind="quiet" icon="turn" isBusy={drift.isRefreshing} onPress={drift.readAgain}>
            Read again
          </Button>
          <Allowed permission="config:write">
            <Button onPress={() => setAsking(true)}>Reload…</Button>
          </Allowed>
        </>
      }
    >
      <Loaded reading={drift} skeleton={<SkeletonRows rows={2} />}>
        {(data) => <Found drift={data} />}
      </Loaded>
      {isAsking && <ReloadDialog drift={drift.data} onClose={() => setAsking(false)} />}
    </Section>
  );
}

function Found({ drift }: { drift: ConfigDrift }) {
  const { problems } = drift;
  const { atOnce, later } = driftCounts(drift);
  if (problems.length === 0 && atOnce + later === 0) {
    return (
      <p className="drift-none">
        <span className="mark round good">
          <Icon name="check" />
        </span>
        The files say what runs.
      </p>
    );
  }
  return (
    <>
      {problems.length > 0 && <Problems problems={problems} />}
      {atOnce + later > 0 && <DriftTable drift={drift} />}
    </>
  );
}
