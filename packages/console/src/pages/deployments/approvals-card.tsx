import type { Approval } from '@seaworthy/api';
import { useState } from 'react';
import { ActDialog } from '../../components/act-dialog.tsx';
import { Button } from '../../components/button.tsx';
import { FailureCard } from '../../components/failure.tsx';
import { Section } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { useSession } from '../../session/session.tsx';
import { formatMoment } from '../../text/format.ts';
import './approvals-card.css';

/** What waits for a second person; not there while nothing does. */
export function ApprovalsCard() {
  const { may } = useSession();
  const { data, failure, readAgain } = useRoute(
    ...(['approvals', { query: {} }, { isEnabled: may('approvals:read'), pollMs: 15_000 }] as const),
  );
  if (data === undefined && failure) {
    return (
      <Section title="Waits for a second person">
        <FailureCard failure={failure} onRetry={readAgain} />
      </Section>
    );
  }
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Section title="Waits for a second person" end={<span className="soft">{data.items.length}</span>}>
      <ul className="approvals">
        {data.items.map((approval) => (
          <Waiting key={approval.id} approval={approval} />
        ))}
      </ul>
    </Section>
  );
}

type Verdict = 'approve' | 'reject';

function Waiting({ approval }: { approval: Approval }) {
  const { summary, askedBy, createdAt, expiresAt, votes, needed } = approval;
  const [deciding, setDeciding] = useState<Verdict>();
  const whyNot = useWhyNot(approval);
  return (
    <li className="approval">
      <div className="approval-words">
        <strong>{summary}</strong>
        <span className="soft">
          asked by {askedBy} <TimeAgo time={createdAt} />, until {formatMoment(expiresAt)}
          {needed > 1 && ` · ${votes.length} of ${needed} approvals`}
        </span>
      </div>
      {whyNot === undefined ? (
        <div className="approval-acts">
          <Button kind="main" icon="check" onPress={() => setDeciding('approve')}>
            Approve
          </Button>
          <Button kind="danger" icon="cross" onPress={() => setDeciding('reject')}>
            Reject
          </Button>
        </div>
      ) : (
        <span className="soft">{whyNot}</span>
      )}
      {deciding && <Deciding approval={approval} verdict={deciding} onClose={() => setDeciding(undefined)} />}
    </li>
  );
}

function useWhyNot({ askedBy, votes }: Approval): string | undefined {
  const { may, user } = useSession();
  if (askedBy === user) return 'Somebody else has to decide.';
  if (votes.some(({ by }) => by === user)) return 'You have decided; others have to as well.';
  return may('approvals:write') ? undefined : 'It needs the permission approvals:write.';
}

interface DecidingProps {
  readonly approval: Approval;
  readonly verdict: Verdict;
  readonly onClose: () => void;
}

function Deciding({ approval: { id, summary, askedBy }, verdict, onClose }: DecidingProps) {
  const options = { invalidates: ['approvals', 'deployments'] } as const;
  const approve = useChange('approve', options);
  const reject = useChange('reject', options);
  const isReject = verdict === 'reject';
  const decide = async (reason: string | undefined) => {
    const done = isReject
      ? await reject.run({ params: { id }, body: { reason: reason ?? '' } })
      : await approve.run({ params: { id }, body: { ...(reason !== undefined && { reason }) } });
    if (done === undefined) return;
    toast(isReject ? `Rejected: ${summary}` : `Approved: ${summary}`);
    onClose();
  };
  return (
    <ActDialog
      title={isReject ? `Reject ${summary}?` : `Approve ${summary}?`}
      verb={isReject ? 'Reject' : 'Approve'}
      isDanger={isReject}
      isReasonNeeded={isReject}
      change={isReject ? reject : approve}
      onAct={(reason) => void decide(reason)}
      onClose={onClose}
    >
      <p>
        {isReject ? `${askedBy} is told of your reason.` : 'With the last approval that it needs it is done at once.'}
      </p>
    </ActDialog>
  );
}
