import type { Deployment } from '@seaworthy/api';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { useSession } from '../session/session.tsx';
import { Button } from './button.tsx';
import { Confirm } from './confirm.tsx';
import { FailureNote } from './notice.tsx';
import './steering.css';

/** What can be done with the deployment under way, where it stands now. */
export function Steering({ deployment }: { deployment: Deployment }) {
  const [asking, setAsking] = useState<'promote' | 'abort'>();
  const actions = {
    promote: useChange('promote'),
    pause: useChange('pause'),
    resume: useChange('resume'),
    abort: useChange('abort'),
  };
  const { may } = useSession();
  if (deployment.state === 'rolling_back' || !may('deployments:write')) return null;
  const isMoving = deployment.state === 'switching' || deployment.state === 'analysing';
  const failure = Object.values(actions).find((action) => action.failure)?.failure;
  const confirm = (verb: 'promote' | 'abort') => () => {
    setAsking(undefined);
    void actions[verb].run({ body: {} });
  };
  return (
    <>
      <div className="steering">
        {isMoving && (
          <Button kind="main" icon="check" onPress={() => setAsking('promote')} isBusy={actions.promote.isBusy}>
            Promote
          </Button>
        )}
        {isMoving && !deployment.paused && (
          <Button icon="pause" onPress={() => void actions.pause.run({ body: {} })} isBusy={actions.pause.isBusy}>
            Pause
          </Button>
        )}
        {deployment.paused && (
          <Button onPress={() => void actions.resume.run({ body: {} })} isBusy={actions.resume.isBusy}>
            Resume
          </Button>
        )}
        <Button kind="danger" icon="back" onPress={() => setAsking('abort')} isBusy={actions.abort.isBusy}>
          Abort
        </Button>
      </div>
      {failure && <FailureNote {...failure} />}
      {asking && (
        <Question
          verb={asking}
          deployment={deployment}
          onConfirm={confirm(asking)}
          onCancel={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface QuestionProps {
  readonly verb: 'promote' | 'abort';
  readonly deployment: Deployment;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function Question({ verb, deployment: { version, fromVersion }, onConfirm, onCancel }: QuestionProps) {
  if (verb === 'promote') {
    return (
      <Confirm title={`Promote ${version}?`} verb="Promote" isDanger={false} onConfirm={onConfirm} onCancel={onCancel}>
        <p>What is left of the steps, pauses and comparison is skipped: {version} gets all requests now.</p>
      </Confirm>
    );
  }
  const after = fromVersion === null ? 'Nothing will be live.' : `${fromVersion} gets all requests again.`;
  return (
    <Confirm title={`Abort ${version}?`} verb="Abort" isDanger onConfirm={onConfirm} onCancel={onCancel}>
      <p>The deployment stops and what it did is rolled back. {after}</p>
    </Confirm>
  );
}
