import type { ReactNode } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog, FormDialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import type { Failure } from '../../data/failure.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { approvalWords } from '../../text/approval-words.ts';

export interface ChangeDialogProps {
  readonly title: string;
  readonly verb: string;
  readonly isDanger?: boolean;
  readonly isWide?: boolean;
  readonly isWhole?: boolean;
  readonly change: { readonly isBusy: boolean; readonly failure: Failure | undefined };
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/** A question or a form before something is changed; one that is held says that it waits for a second person. */
export function ChangeDialog({ change: { isBusy, failure }, ...o }: ChangeDialogProps) {
  if (failure?.kind === 'waits') return <Waits failure={failure} onClose={o.onClose} />;
  return <FormDialog {...o} isBusy={isBusy} failure={failure} />;
}

function Waits({ failure: { message }, onClose }: { failure: Failure; onClose: () => void }) {
  return (
    <Dialog title="It waits for a second person" onClose={onClose}>
      <Notice icon="clock" title={approvalWords(message)}>
        <p>Nothing was changed yet. Somebody else who may approve decides on it.</p>
        <div className="change-ways">
          <Button onPress={onClose} autoFocus>
            Close
          </Button>
          <PageLink to="/access/approvals" onGo={onClose}>
            See what waits
          </PageLink>
        </div>
      </Notice>
    </Dialog>
  );
}
