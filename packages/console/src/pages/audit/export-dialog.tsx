import type { Approval } from '@seaworthy/api';
import { ApprovalNeededError } from '@seaworthy/api/caller';
import { useCallback, useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { BreakGlass } from '../../components/break-glass.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { RangePicker } from '../../components/range-picker.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useClient } from '../../data/client-context.ts';
import { useRoute } from '../../data/query.ts';
import { rangeOf } from '../../data/range.ts';
import { useAction } from '../../data/use-action.ts';
import { useNow } from '../../live/use-now.ts';
import { useSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { Allowed, useSession } from '../../session/session.tsx';
import { approvalWords } from '../../text/approval-words.ts';
import { formatUntil } from '../../text/spans.ts';
import { defaultRangeMs, periodOf } from './entry-query.ts';
import { saveAs } from './save-as.ts';
import './export-dialog.css';

/** Hands the trail over as a file that proves itself; where a second person is needed, once they have approved. */
export function Export() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Allowed permission="audit:export">
      <Button icon="out" onPress={() => setOpen(true)}>
        Export
      </Button>
      {isOpen && <ExportDialog onClose={() => setOpen(false)} />}
    </Allowed>
  );
}

function ExportDialog({ onClose }: { onClose: () => void }) {
  const search = useSearch();
  const [range, setRange] = useState(rangeOf(search, defaultRangeMs));
  const [held, setHeld] = useState<Approval>();
  const { may } = useSession();
  const fetching = useExport(periodOf(range), setHeld);
  return (
    <Dialog title="Export the trail" onClose={onClose}>
      <div className="dialog-fields">
        <p>
          One file with all entries of the time, from the first to the last, and what proves them. Filters do not count:
          a range without gaps is what can be proven.
        </p>
        <RangePicker range={range} onChange={setRange} />
        <p className="soft">
          Whoever gets it checks it with Node and no network, by the verifier and the public key that{' '}
          <CommandLine>seaworthy audit export</CommandLine> puts beside it. That it was made is recorded.
        </p>
        {held && <Held approval={held} />}
        {held && <BreakGlass isBusy={fetching.isBusy} failure={undefined} onAct={fetching.start} />}
        {may('approvals:read') && <Asked />}
      </div>
      {fetching.failure && <FailureNote {...fetching.failure} />}
      <div className="dialog-buttons">
        <Button onPress={onClose}>Close</Button>
        <Button kind="main" icon="out" isBusy={fetching.isBusy} onPress={() => fetching.start()}>
          Export
        </Button>
      </div>
    </Dialog>
  );
}

/** The file as one piece: a browser puts large ones on the disk. */
function useExport(query: Readonly<Record<string, string | undefined>>, onHeld?: (approval: Approval) => void) {
  const client = useClient();
  const asked = JSON.stringify(query);
  return useAction(
    useCallback(
      async (breakGlass?: string) => {
        try {
          const parts: BlobPart[] = [];
          const more = breakGlass === undefined ? {} : { breakGlass };
          for await (const piece of client.download('/api/v1/audit/export', JSON.parse(asked), more)) {
            parts.push(piece as Uint8Array<ArrayBuffer>);
          }
          saveAs('audit-export.ndjson', parts, 'application/x-ndjson');
        } catch (error) {
          if (!(error instanceof ApprovalNeededError) || onHeld === undefined) throw error;
          onHeld(error.approval);
        }
      },
      [client, asked, onHeld],
    ),
  );
}

function Held({ approval: { needed, expiresAt, id } }: { approval: Approval }) {
  const now = useNow(10_000);
  return (
    <div className="export-held" role="status">
      <Mark
        tone="doubt"
        icon="clock"
        word={needed === 1 ? 'It waits for a second person' : `It waits for ${needed} others`}
      />
      <p>
        Nothing was exported yet. Somebody else has to approve it; the request ends {formatUntil(expiresAt, now)}.{' '}
        <PageLink to="/access/approvals">See the request {id}</PageLink>
      </p>
    </div>
  );
}

const dayMs = 86_400_000;

/** Exports that I asked for: those that wait, and those that may be fetched. */
function Asked() {
  const { user } = useSession();
  const now = useNow(60_000);
  const { data } = useRoute('approvals', { query: { state: 'all', limit: 50 } });
  const mine = (data?.items ?? []).filter(({ act, askedBy }) => act === 'export' && askedBy === user);
  const open = mine.filter(
    ({ state, endedAt }) => state === 'pending' || (state === 'done' && Date.parse(endedAt ?? '') + dayMs > now),
  );
  if (open.length === 0) return null;
  return (
    <div className="export-asked">
      <h3>You have asked for</h3>
      <ul>
        {open.map((approval) => (
          <AskedExport key={approval.id} approval={approval} />
        ))}
      </ul>
    </div>
  );
}

function AskedExport({ approval: { id, summary, state, createdAt } }: { approval: Approval }) {
  const fetching = useExport({ approval: id });
  return (
    <li>
      <span>
        {approvalWords(summary)}, <TimeAgo time={createdAt} />
      </span>
      {state === 'pending' ? (
        <Mark tone="doubt" icon="clock" word="waits" />
      ) : (
        <Button isBusy={fetching.isBusy} onPress={() => fetching.start()}>
          Download
        </Button>
      )}
      {fetching.failure && <FailureNote {...fetching.failure} />}
    </li>
  );
}
