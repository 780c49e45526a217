import type { Deployment } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { useSession } from '../session/session.tsx';
import { ActDialog } from './act-dialog.tsx';
import { Button } from './button.tsx';
import type { IconName } from './icon.tsx';
import './steering.css';

type Act = 'promote' | 'pause' | 'resume' | 'abort';

interface Shown {
  readonly verb: string;
  readonly icon?: IconName;
  readonly kind: 'main' | 'plain' | 'danger';
}

const shown: Readonly<Record<Act, Shown>> = {
  promote: { verb: 'Promote', icon: 'check', kind: 'main' },
  pause: { verb: 'Pause', icon: 'pause', kind: 'plain' },
  resume: { verb: 'Resume', icon: 'right', kind: 'plain' },
  abort: { verb: 'Abort', icon: 'back', kind: 'danger' },
};

/** What can be done with the deployment under way, where it stands now. */
export function Steering({ deployment }: { deployment: Deployment }) {
  const [asking, setAsking] = useState<Act>();
  const { may } = useSession();
  const acts = actsOn(deployment);
  if (acts.length === 0 || !may('deployments:write')) return null;
  return (
    <div className="steering">
      {acts.map((act) => {
        const { verb, kind, icon } = shown[act];
        return (
          <Button key={act} kind={kind} {...(icon && { icon })} onPress={() => setAsking(act)}>
            {verb}
          </Button>
        );
      })}
      {asking && <Question act={asking} deployment={deployment} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

function actsOn({ state, paused, endedAt }: Deployment): readonly Act[] {
  if (endedAt !== null || state === 'rolling_back') return [];
  const isMoving = state === 'switching' || state === 'analysing';
  return [
    ...(isMoving ? (['promote'] as const) : []),
    ...(isMoving && !paused ? (['pause'] as const) : []),
    ...(paused ? (['resume'] as const) : []),
    'abort',
  ];
}

interface QuestionProps {
  readonly act: Act;
  readonly deployment: Deployment;
  readonly onClose: () => void;
}

function Question({ act, deployment, onClose }: QuestionProps) {
  const change = useChange(act, { invalidates: ['deployments'], onDone: onClose });
  const { verb } = shown[act];
  return (
    <ActDialog
      title={`${verb} ${deployment.version}?`}
      verb={verb}
      isDanger={act === 'abort'}
      change={change}
      onAct={(reason) => void change.run({ body: { ...(reason !== undefined && { reason }) } })}
      onClose={onClose}
    >
      <p>{consequenceOf(act, deployment)}</p>
    </ActDialog>
  );
}

function consequenceOf(act: Act, { version, fromVersion }: Deployment): string {
  switch (act) {
    case 'promote':
      return `What is left of the steps, pauses and comparison is skipped: ${version} gets all requests now.`;
    case 'pause':
      return 'It stays as it is until it is resumed, promoted or aborted. Its instances are still watched.';
    case 'resume':
      return 'It goes on. What was being watched is watched anew, from the start.';
    case 'abort': {
      const after = fromVersion === null ? 'Nothing will be live.' : `${fromVersion} gets all requests again.`;
      return `The deployment stops and what it did is rolled back. ${after}`;
    }
  }
}
