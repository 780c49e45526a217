import type { Approval } from '@seaworthy/api';
import { useState } from 'react';
import { ActDialog } from '../../components/act-dialog.tsx';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useNow } from '../../live/use-now.ts';
import { useSession } from '../../session/session.tsx';
import { approvalWords } from '../../text/approval-words.ts';
import { formatUntil } from '../../text/spans.ts';
import './approval-card.css';

/** One that waits: what would be done, by whom, what was said so far, and the decision. */
export function ApprovalCard({ approval }: { approval: Approval }) {
  const { summary, askedBy, createdAt, expiresAt, asked, votes, needed } = approval;
  const now = useNow(10_000);
  const approved = votes.filter(({ verdict }) => verdict === 'approve').length;
  return (
    <li className="approval">
      <div>
        <h3>{approvalWords(summary)}</h3>
        <p className="soft">
          asked by {askedBy} <TimeAgo time={createdAt} />, ends {formatUntil(expiresAt, now)}
        </p>
        {needed > 1 && (
          <p>
            <Mark tone="plain" icon="user" word={`${approved} of ${needed} have approved`} />
          </p>
        )}
        {votes.map(({ by, reason }) => (
          <p key={by}>
            {by} approved{reason !== null && <span className="soft">: {reason}</span>}
          </p>
        ))}
        <details>
          <summary>What exactly</summary>
          <CodeBlock label={`what was asked by ${askedBy}`}>{JSON.stringify(asked, null, 2)}</CodeBlock>
        </details>
      </div>
      <Decision approval={approval} />
    </li>
  );
}

function Decision({ approval }: { approval: Approval }) {
  const { user, may } = useSession();
  const [asking, setAsking] = useState<'approve' | 'reject'>();
  const { askedBy, votes } = approval;
  if (askedBy === user) return <p className="approval-why soft">You have asked for it: somebody else decides.</p>;
  if (!may('approvals:write')) return <p className="approval-why soft">Deciding needs approvals:write.</p>;
  if (votes.some(({ by }) => by === user))
    return <p className="approval-why soft">You have approved. Others have to, too.</p>;
  return (
    <div className="approval-acts">
      <Button kind="main" icon="check" onPress={() => setAsking('approve')}>
        Approve
      </Button>
      <Button kind="danger" onPress={() => setAsking('reject')}>
        Refuse
      </Button>
      {asking === 'approve' && <Approve approval={approval} onClose={() => setAsking(undefined)} />}
      {asking === 'reject' && <Reject approval={approval} onClose={() => setAsking(undefined)} />}
    </div>
  );
}

interface QuestionProps {
  readonly approval: Approval;
  readonly onClose: () => void;
}

function Approve({ approval: { id, summary, askedBy, needed, votes }, onClose }: QuestionProps) {
  const change = useChange('approve', {
    invalidates: ['approvals'],
    onDone: ({ state, error }) => {
      toast(state === 'failed' ? `It was approved, and failed: ${error?.message}` : 'It is approved.');
      onClose();
    },
  });
  const isLast = votes.length + 1 >= needed;
  return (
    <ActDialog
      title={`Approve: ${approvalWords(summary)}?`}
      verb="Approve"
      change={change}
      onAct={(reason) => void change.run({ params: { id }, body: { ...(reason !== undefined && { reason }) } })}
      onClose={onClose}
    >
      <p>
        {isLast ? `It is done at once, in the name of ${askedBy}.` : 'It is done when the others have approved too.'}
      </p>
    </ActDialog>
  );
}

function Reject({ approval: { id, summary, askedBy }, onClose }: QuestionProps) {
  const change = useChange('reject', {
    invalidates: ['approvals'],
    onDone: () => {
      toast('It is refused.');
      onClose();
    },
  });
  return (
    <ActDialog
      title={`Refuse: ${approvalWords(summary)}?`}
      verb="Refuse"
      isDanger
      isReasonNeeded
      change={change}
      onAct={(reason = '') => void change.run({ params: { id }, body: { reason } })}
      onClose={onClose}
    >
      <p>It is not done. {askedBy} sees your reason, and may ask again.</p>
    </ActDialog>
  );
}
