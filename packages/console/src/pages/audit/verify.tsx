import type { AuditReport } from '@seaworthy/api';
import { useCallback, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Icon } from '../../components/icon.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { useClient } from '../../data/client-context.ts';
import { useAction } from '../../data/use-action.ts';
import { useNow } from '../../live/use-now.ts';
import { formatCount, formatDuration, formatElapsed } from '../../text/format.ts';
import { formatBytes } from '../../text/units.ts';
import { FindingTable } from './finding-table.tsx';
import { verdictTitle } from './finding-words.ts';

interface Verified {
  readonly report: AuditReport;
  readonly at: string;
}

/** Reads the whole trail when asked to, and says what was found. `entries`: how many there are, where it is known. */
export function Verify({ entries }: { entries: number | undefined }) {
  const client = useClient();
  const [verified, setVerified] = useState<Verified>();
  const [startedMs, setStarted] = useState(0);
  const stop = useRef<AbortController>(undefined);
  const verify = useAction(
    useCallback(async () => {
      stop.current = new AbortController();
      const { signal } = stop.current;
      try {
        const report = await client.call('verifyAudit', {}, { signal });
        setVerified({ report, at: new Date().toISOString() });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }, [client]),
  );
  const start = () => {
    setStarted(Date.now());
    verify.start();
  };
  return (
    <Section
      title="Is the trail whole?"
      about={verified && <Age at={verified.at} />}
      end={
        <Button kind="main" icon="check" isBusy={verify.isBusy} onPress={start}>
          Verify now
        </Button>
      }
    >
      {verify.failure && <FailureNote {...verify.failure} />}
      <div className="integrity-body" aria-live="polite">
        {verify.isBusy ? (
          <Busy entries={entries} startedMs={startedMs} onStop={() => stop.current?.abort()} />
        ) : verified ? (
          <Verdict report={verified.report} />
        ) : (
          <p className="soft">
            All entries are read from the disk, and each is compared with its seal, with the one before it, and with the
            signed checkpoints. Nothing is changed by it.
          </p>
        )}
      </div>
    </Section>
  );
}

function Age({ at }: { at: string }) {
  return (
    <>
      verified <TimeAgo time={at} />
    </>
  );
}

function Busy({ entries, startedMs, onStop }: { entries: number | undefined; startedMs: number; onStop: () => void }) {
  const now = useNow(500);
  return (
    <div className="verify-busy">
      <progress className="verify-progress" aria-label="Verifying" />
      <p>
        {entries === undefined ? 'All' : formatCount(entries)} entries are read from the disk, and each is compared with
        its seal, the one before it and the checkpoints.
      </p>
      <p className="soft">
        Begun {formatElapsed(now - startedMs)} ago. The control plane tells when it is done, not how far it is: stay on
        this page for the answer.
      </p>
      <Button onPress={onStop}>Stop</Button>
    </div>
  );
}

function Verdict({ report }: { report: AuditReport }) {
  const { ok, entries, segments, bytes, durationMs, checkpoint, unproven, firstSequence, lastSequence } = report;
  return (
    <>
      <p className={`verdict ${ok ? 'good' : 'bad'}`}>
        <Icon name={ok ? 'check' : 'cross'} />
        {verdictTitle(report)}
      </p>
      <p>
        {formatCount(entries)} entries
        {firstSequence !== undefined &&
          lastSequence !== undefined &&
          ` (${formatCount(firstSequence)} to ${formatCount(lastSequence)})`}{' '}
        in {segments === 1 ? '1 file' : `${segments} files`}, {formatBytes(bytes)}, read in {formatDuration(durationMs)}
        . {checkpoint && agreement(checkpoint)}
      </p>
      {!ok && <Damage report={report} />}
      {unproven.length > 0 && (
        <>
          <h3>What this does not show</h3>
          <ul className="verify-list soft">
            {unproven.map((text) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function agreement({ verdict, size, keyId }: NonNullable<AuditReport['checkpoint']>): string {
  const which = `the checkpoint of ${formatCount(size)} entries, signed by key ${keyId}`;
  switch (verdict) {
    case 'agrees':
      return `They agree with ${which}.`;
    case 'differs':
      return `They do not agree with ${which}.`;
    case 'not_compared':
      return `They could not be compared with ${which}.`;
  }
}

function Damage({ report: { findings, findingsOmitted } }: { report: AuditReport }) {
  return (
    <>
      <FindingTable findings={findings} />
      {findingsOmitted > 0 && <p className="soft">And {formatCount(findingsOmitted)} more.</p>}
      <h3>What to do</h3>
      <ol className="verify-todo">
        <li>Change nothing in the folder of the trail. Copy all of it, as evidence, to where nobody here can write.</li>
        <li>
          Verify the copy against a checkpoint that was kept elsewhere:{' '}
          <CommandLine>seaworthy audit verify --checkpoint FILE</CommandLine>
        </li>
        <li>Find out who could write to the folder at that time, and tell those who answer for it.</li>
        <li>Then move the folder aside and restart the control plane: it begins a new trail.</li>
      </ol>
    </>
  );
}
