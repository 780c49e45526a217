import type { SubmitEvent } from 'react';
import { useState } from 'react';
import type { Failure } from '../data/failure.ts';
import { Allowed } from '../session/session.tsx';
import { Button } from './button.tsx';
import { TextField } from './field.tsx';
import { FailureNote } from './notice.tsx';
import './held-dialog.css';

export interface BreakGlassProps {
  readonly isBusy: boolean;
  readonly failure: Failure | undefined;
  readonly onAct: (reason: string) => void;
}

/** As the control plane takes them. */
const leastReason = 3;
const longestReason = 500;

/** The way out in an emergency, for those who may: a step of its own, with a reason of its own. */
export function BreakGlass({ isBusy, failure, onAct }: BreakGlassProps) {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  const isWhole = given.length >= leastReason && given.length <= longestReason;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isWhole && !isBusy) onAct(given);
  };
  return (
    <Allowed permission="approvals:break-glass">
      <details className="break-glass">
        <summary>It cannot wait</summary>
        <form onSubmit={submit}>
          <p>
            You can do it now, without the second person. The audit trail keeps it as a security event, with your name
            and your reason. The request is withdrawn, so that nobody has it done once more.
          </p>
          <TextField
            label="Reason"
            value={reason}
            onChange={setReason}
            fault={given.length > longestReason ? `At most ${longestReason} characters.` : undefined}
          />
          {failure && <FailureNote {...failure} />}
          <Button kind="danger" isSubmit isBusy={isBusy} isDisabled={!isWhole}>
            Do it now
          </Button>
        </form>
      </details>
    </Allowed>
  );
}
