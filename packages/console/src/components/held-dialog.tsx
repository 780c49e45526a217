import type { ChangeState, Held } from '../data/change.ts';
import { useNow } from '../live/use-now.ts';
import { PageLink } from '../navigation/page-link.tsx';
import { Allowed } from '../session/session.tsx';
import { approvalWords } from '../text/approval-words.ts';
import { formatUntil } from '../text/spans.ts';
import { BreakGlass } from './break-glass.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Notice } from './notice.tsx';
import './held-dialog.css';

export interface HeldDialogProps {
  readonly held: Held;
  readonly change: ChangeState;
  readonly onClose: () => void;
}

/** In place of the form, once the control plane said that a second person has to approve what was asked. */
export function HeldDialog({ held: { approval, actAtOnce }, change: { isBusy, failure }, onClose }: HeldDialogProps) {
  const { summary, needed, expiresAt } = approval;
  const now = useNow(10_000);
  return (
    <Dialog title="It waits for a second person" onClose={onClose}>
      <Notice icon="clock" title={approvalWords(summary)}>
        <p>
          Nothing was changed yet. {needed === 1 ? 'Somebody else has' : `${needed} others have`} to approve it; the
          request ends {formatUntil(expiresAt, now)}.
        </p>
        <div className="held-ways">
          <Button onPress={onClose} autoFocus>
            Close
          </Button>
          <Allowed permission="approvals:read">
            <PageLink to="/access/approvals" onGo={onClose}>
              See what waits
            </PageLink>
          </Allowed>
        </div>
      </Notice>
      <BreakGlass isBusy={isBusy} failure={failure?.kind === 'waits' ? undefined : failure} onAct={actAtOnce} />
    </Dialog>
  );
}
