import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ChangeState } from '../data/change.ts';
import { FormDialog } from './dialog.tsx';
import { TextField } from './field.tsx';
import { HeldDialog } from './held-dialog.tsx';

export interface ActDialogProps {
  readonly title: string;
  readonly verb: string;
  readonly isDanger?: boolean;
  /** What will happen, and further fields. */
  readonly children?: ReactNode;
  readonly change: ChangeState;
  readonly isReasonNeeded?: boolean;
  readonly isWhole?: boolean;
  readonly onAct: (reason: string | undefined) => void;
  readonly onClose: () => void;
}

/** Asks before something is done, and why it is; the reason goes into the audit trail. */
export function ActDialog({ children, change, isReasonNeeded = false, isWhole = true, onAct, ...o }: ActDialogProps) {
  const [reason, setReason] = useState('');
  const given = reason.trim();
  if (change.held) return <HeldDialog held={change.held} change={change} onClose={o.onClose} />;
  return (
    <FormDialog
      title={o.title}
      verb={o.verb}
      isDanger={o.isDanger ?? false}
      isBusy={change.isBusy}
      isWhole={isWhole && (!isReasonNeeded || given !== '')}
      failure={change.failure}
      onSubmit={() => onAct(given === '' ? undefined : given)}
      onClose={o.onClose}
    >
      {children}
      <TextField
        label={isReasonNeeded ? 'Reason' : 'Reason (not needed)'}
        hint="It goes into the audit trail."
        value={reason}
        onChange={setReason}
        autoFocus={isReasonNeeded}
      />
    </FormDialog>
  );
}
