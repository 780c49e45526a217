import type { Approval } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { usePages, useRoute } from '../../data/query.ts';
import { useSession } from '../../session/session.tsx';
import { approvalWords } from '../../text/approval-words.ts';
import { ApprovalCard } from './approval-card.tsx';
import { ApprovalMark } from './approval-mark.tsx';
import { ApprovalResult } from './approval-result.tsx';

/** Changes that wait for a second person, and those that did. */
export function ApprovalsTab() {
  const { may } = useSession();
  if (may('approvals:read')) return <Approvals />;
  return (
    <div className="card">
      <Forbidden permission="approvals:read" />
    </div>
  );
}

function Approvals() {
  const waiting = useRoute('approvals', { query: { limit: 50 } });
  return (
    <>
      <Section title="Waiting" about={waiting.data && String(waiting.data.items.length)}>
        <Loaded reading={waiting}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="Nothing waits" icon="check">
                <p>
                  What needs a second person, <code>approvals</code> in seaworthy.yaml says. It appears here at once.
                </p>
              </Empty>
            ) : (
              <ul>
                {items.map((approval) => (
                  <ApprovalCard key={approval.id} approval={approval} />
                ))}
              </ul>
            )
          }
        </Loaded>
      </Section>
      <History />
    </>
  );
}

const columns: readonly Column<Approval>[] = [
  { name: 'What', cell: ({ summary }) => <strong>{approvalWords(summary)}</strong> },
  { name: 'Asked by', cell: ({ askedBy }) => askedBy },
  { name: 'End', isTight: true, cell: ({ state }) => <ApprovalMark state={state} /> },
  { name: 'Decided by', cell: (approval) => <Votes approval={approval} /> },
  { name: 'When', isTight: true, cell: ({ endedAt, createdAt }) => <TimeAgo time={endedAt ?? createdAt} /> },
  { name: 'Answer', isNameUnseen: true, cell: (approval) => <ApprovalResult approval={approval} /> },
];

function History() {
  const all = usePages('approvals', { query: { state: 'all', limit: 50 } });
  return (
    <Section title="Decided" about="the newest first">
      <Loaded reading={all}>
        {(items) => (
          <Table
            label="Decided"
            columns={columns}
            rows={items.filter(({ state }) => state !== 'pending')}
            keyOf={({ id }) => id}
            empty={<Empty title="Nothing was decided yet" />}
          />
        )}
      </Loaded>
      {all.hasMore && (
        <div className="access-more">
          <Button onPress={all.readMore} isBusy={all.isReadingMore}>
            Show older ones
          </Button>
        </div>
      )}
    </Section>
  );
}

function Votes({ approval: { votes, error } }: { approval: Approval }) {
  return (
    <span>
      {votes.length === 0 && <span className="soft">nobody</span>}
      {votes.map(({ by, reason }, at) => (
        <span key={by}>
          {at > 0 && ', '}
          {by}
          {reason !== null && <span className="soft">: {reason}</span>}
        </span>
      ))}
      {error !== null && <span className="soft"> {error.message}</span>}
    </span>
  );
}
