import type { AuditCheckpoint } from '@seaworthy/api';
import { CodeBlock } from '../../components/code.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useRoute } from '../../data/query.ts';
import { formatCount } from '../../text/format.ts';
import { readNote } from './note.ts';
import { Verify } from './verify.tsx';
import './integrity-tab.css';

/** Whether the trail is what was written, and what to keep elsewhere so that it can be shown later. */
export function IntegrityTab() {
  const checkpoint = useRoute('auditCheckpoint', {});
  const keys = useRoute('auditKey', {});
  return (
    <div className="integrity">
      <Verify entries={checkpoint.data?.size} />
      <Section title="Last checkpoint" about="signed by this log, of all entries up to then">
        <Loaded reading={checkpoint} skeleton={<SkeletonRows rows={4} />}>
          {(found) => <Checkpoint checkpoint={found} />}
        </Loaded>
      </Section>
      <Section title="Public key" about="whoever has it can check checkpoints, proofs and exports">
        <Loaded reading={keys} skeleton={<SkeletonRows rows={2} />}>
          {(found) => (
            <div className="integrity-body">
              <CodeBlock label="public keys">{found.keys.join('\n')}</CodeBlock>
              <p className="soft">Give it to auditors by another way than the export.</p>
            </div>
          )}
        </Loaded>
      </Section>
    </div>
  );
}

function Checkpoint({ checkpoint: { size, note, keyId } }: { checkpoint: AuditCheckpoint }) {
  const time = readNote(note)?.time;
  return (
    <div className="integrity-body">
      <p>
        <strong>{formatCount(size)}</strong> entries, key <code>{keyId}</code>
        {time !== undefined && (
          <>
            , <TimeAgo time={time} />
          </>
        )}
      </p>
      <CodeBlock label="checkpoint">{note}</CodeBlock>
      <p className="soft">
        Keep it where those who can write to this machine cannot: it shows later that nothing of these entries was
        changed, and that the end was not cut off. <code>audit.checkpoints.sinks</code> sends each one by itself.
      </p>
    </div>
  );
}
