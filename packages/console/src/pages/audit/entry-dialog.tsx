import type { AuditEntry } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Fact } from '../../components/fact.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Notice } from '../../components/notice.tsx';
import { useRoute } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { useSession } from '../../session/session.tsx';
import { formatExact } from '../../text/moment.ts';
import { EntryProof } from './entry-proof.tsx';
import { typeNames } from './entry-query.ts';
import { ResultMark } from './result-mark.tsx';
import './entry-dialog.css';

/** Stands over the page while `?entry=<sequence>` is in the address: an entry can be sent to somebody as a link. */
export function EntryDialog() {
  const { entry } = useSearch();
  const { may } = useSession();
  const setSearch = useSetSearch();
  const sequence = Number(entry);
  if (entry === undefined || !may('audit:read')) return null;
  return (
    <Dialog title={`Entry ${entry}`} isWide onClose={() => setSearch({ entry: undefined })}>
      {Number.isSafeInteger(sequence) && sequence > 0 ? (
        <OneEntry key={sequence} sequence={sequence} />
      ) : (
        <Notice icon="question" title="Entries are counted from 1." />
      )}
    </Dialog>
  );
}

function OneEntry({ sequence }: { sequence: number }) {
  // The list goes down from below a place: the first one below the next is this one.
  const query = { cursor: String(sequence + 1), limit: 1 };
  const entries = useRoute('auditEntries', { query });
  const setSearch = useSetSearch();
  const go = (to: number) => setSearch({ entry: String(to) });
  return (
    <div className="entry">
      <Loaded reading={entries}>
        {({ items: [found] }) =>
          found?.sequence === sequence ? <Entry entry={found} /> : <NotThere sequence={sequence} />
        }
      </Loaded>
      <div className="dialog-buttons">
        <Button icon="left" isDisabled={sequence === 1} onPress={() => go(sequence - 1)}>
          Entry before
        </Button>
        <Button icon="right" onPress={() => go(sequence + 1)}>
          Entry after
        </Button>
      </div>
    </div>
  );
}

function NotThere({ sequence }: { sequence: number }) {
  return (
    <Notice icon="question" title={`There is no entry ${sequence}.`}>
      <p>It was not written yet, or it was deleted when its time of keeping was over.</p>
    </Notice>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const { actor, action, resource, result, time, type, reason, requestId, sourceAddress, data } = entry;
  return (
    <>
      <dl className="entry-facts">
        <Fact name="When">
          <time dateTime={time}>{formatExact(time)}</time> <span className="soft">{time}</span>
        </Fact>
        <Fact name="Who">
          <Only name="actor" value={actor} />
        </Fact>
        <Fact name="What">
          <Only name="action" value={action} />
        </Fact>
        <Fact name="To what">
          <Only name="resource" value={resource} />
        </Fact>
        <Fact name="Result">
          <ResultMark result={result} />
        </Fact>
        {reason !== undefined && <Fact name="Reason">{reason}</Fact>}
        <Fact name="Kind">
          {typeNames[type] ?? type} <span className="soft">{typeNames[type] === undefined ? '' : type}</span>
        </Fact>
        {sourceAddress !== undefined && <Fact name="From address">{sourceAddress}</Fact>}
        {requestId !== undefined && (
          <Fact name="Request">
            <Copied text={requestId} label="Copy the id of the request" />
          </Fact>
        )}
        <Fact name="Its seal">
          <Copied text={entry.hash} label="Copy the seal" />
        </Fact>
        <Fact name="Seal before it">
          <Copied text={entry.previous} label="Copy the seal before it" />
        </Fact>
      </dl>
      {data !== undefined && (
        <section className="entry-part" aria-label="Data">
          <h3>Data</h3>
          <CodeBlock label="data">{JSON.stringify(data, null, 2)}</CodeBlock>
        </section>
      )}
      <EntryProof sequence={entry.sequence} />
    </>
  );
}

/** Pressed, the list shows only entries of the same one. */
function Only({ name, value }: { name: 'actor' | 'action' | 'resource'; value: string }) {
  const setSearch = useSetSearch();
  return (
    <button
      type="button"
      className="entry-only"
      title={`Show only entries with ${value}`}
      onClick={() => setSearch({ entry: undefined, [name]: value }, { isStep: true })}
    >
      {value}
    </button>
  );
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <span className="entry-copied">
      <code>{text}</code>
      <CopyButton text={text} label={label} />
    </span>
  );
}
