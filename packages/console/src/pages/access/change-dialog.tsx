import type { ReactNode } from 'react';
import { FormDialog } from '../../components/dialog.tsx';
import { HeldDialog } from '../../components/held-dialog.tsx';
import type { ChangeState } from '../../data/change.ts';

export interface ChangeDialogProps {
  readonly title: string;
  readonly verb: string;
  readonly isDanger?: boolean;
  readonly isWide?: boolean;
  readonly isWhole?: boolean;
  readonly change: ChangeState;
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/** A question or a form before something is changed; one that is held says that it waits for a second person. */
export function ChangeDialog({ change, ...o }: ChangeDialogProps) {
  if (change.held) return <HeldDialog held={change.held} change={change} onClose={o.onClose} />;
  return <FormDialog {...o} isBusy={change.isBusy} failure={change.failure} />;
}
