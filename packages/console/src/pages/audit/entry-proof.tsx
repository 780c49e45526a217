import type { AuditEntryProof } from '@seaworthy/api';
import { useState } from 'react';
import { Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { useRoute } from '../../data/query.ts';
import { formatCount } from '../../text/format.ts';
import { formatExact } from '../../text/moment.ts';
import type { ProofStep } from './inclusion.ts';
import { saveAs } from './save-as.ts';
import type { Checked } from './use-checked-proof.ts';
import { useCheckedProof } from './use-checked-proof.ts';
import './entry-proof.css';

/** That the entry is in the log that a checkpoint was signed for, drawn from the entry to the signature. */
export function EntryProof({ sequence }: { sequence: number }) {
  const [isWanted, setWanted] = useState(false);
  return (
    <section className="entry-part" aria-label="Proof">
      <h3>Proof</h3>
      {isWanted ? (
        <Proof sequence={sequence} />
      ) : (
        <>
          <p className="soft">That this entry stands in the log, at this place, and was not changed since.</p>
          <div>
            <Button icon="scroll" onPress={() => setWanted(true)}>
              Show the proof
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Proof({ sequence }: { sequence: number }) {
  const proof = useRoute('auditEntryProof', { params: { sequence } });
  return <Loaded reading={proof}>{(found) => <Drawn proof={found} />}</Loaded>;
}

function Drawn({ proof }: { proof: AuditEntryProof }) {
  const checked = useCheckedProof(proof);
  const text = JSON.stringify(proof, null, 2);
  if (checked === undefined) return <p role="status">Checking</p>;
  const { computed, note } = checked;
  return (
    <>
      <Verdict checked={checked} />
      <ol className="proof">
        <li className="proof-end">
          <strong>Entry {proof.sequence}</strong>
          <Hash name="Hash of its line" hash={computed?.leaf} />
        </li>
        {computed?.steps.map((step) => (
          <Step key={step.first} step={step} />
        ))}
        <li className="proof-end">
          <strong>Root of all {formatCount(proof.size)} entries</strong>
          <Hash name="Computed here" hash={computed?.root} />
        </li>
        <li className="proof-end">
          <strong>Signed checkpoint</strong>
          <Hash name="Its root" hash={note?.root} />
          <span className="soft">
            {note?.time !== undefined && `signed ${formatExact(note.time)} `}by {note?.signatures[0]?.name} with key{' '}
            {note?.signatures[0]?.keyId}
          </span>
        </li>
      </ol>
      <div className="proof-ways">
        <CopyButton text={text} label="Copy the proof" />
        <Button onPress={() => saveAs(`audit-proof-${proof.sequence}.json`, [text], 'application/json')}>
          Download the proof
        </Button>
        <span className="soft">
          With a key of your own: <CommandLine>{`seaworthy audit proof ${proof.sequence}`}</CommandLine>
        </span>
      </div>
    </>
  );
}

function Verdict({ checked: { computed, note, isSigned, canCompute } }: { checked: Checked }) {
  if (!canCompute) {
    return (
      <Mark
        tone="plain"
        icon="question"
        word="Not checked here: a browser does so only over HTTPS or on this machine."
      />
    );
  }
  if (computed === undefined || note === undefined || computed.root !== note.root) {
    return <Mark tone="bad" icon="cross" word="The path does not lead to the root that was signed." />;
  }
  if (isSigned === false) return <Mark tone="bad" icon="cross" word="The signature is not by the key of this log." />;
  const word =
    isSigned === undefined
      ? 'Checked in this browser: the path leads to the root. It cannot check the signature.'
      : 'Checked in this browser: the path leads to the root, and the root was signed by the key of this log.';
  return <Mark tone="good" icon="check" word={word} />;
}

function Step({ step: { sibling, side, first, last, hash } }: { step: ProofStep }) {
  const whom = first === last ? `entry ${formatCount(first)}` : `entries ${formatCount(first)} to ${formatCount(last)}`;
  return (
    <li>
      <span>
        joined with {whom} <span className="soft">{side} it</span>
      </span>
      <Hash name="Their hash" hash={sibling} />
      <Hash name="Together" hash={hash} />
    </li>
  );
}

function Hash({ name, hash }: { name: string; hash: string | undefined }) {
  return (
    <span className="proof-hash">
      <span className="soft">{name}</span> <code title={hash}>{hash ?? 'not computed'}</code>
    </span>
  );
}
