import type { Permission } from '@seaworthy/api';
import type { Failure } from '../data/failure.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';

export { FailureNote } from './notice.tsx';

/** Stands where something should be that could not be read. */
export function FailureCard({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  if (failure.kind === 'forbidden') return <Forbidden hint={failure.hint} />;
  return (
    <Notice icon={failure.kind === 'not_found' ? 'question' : 'warning'} title={failure.message}>
      {failure.hint !== '' && <p>{failure.hint}</p>}
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
    </Notice>
  );
}

/** Over what was read before and could not be read again. */
export function StaleNote({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  return (
    <p className="stale-note" role="status">
      <Icon name="warning" />
      <span>
        What you see may be old. {failure.message} <span className="soft">{failure.hint}</span>
      </span>
      <Button kind="quiet" onPress={onRetry}>
        Try again
      </Button>
    </p>
  );
}

/** The unauthorised state. */
export function Forbidden({ permission, hint }: { permission?: Permission; hint?: string }) {
  return (
    <Notice icon="lock" title="You may not see this.">
      <p>
        {permission === undefined
          ? hint
          : `It needs the permission ${permission}: ask an administrator for a role with it.`}
      </p>
    </Notice>
  );
}
