import { Button } from '../../components/button.tsx';
import { CodeBlock } from '../../components/code.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { logsAddress } from '../../navigation/log-address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { traceAddress } from '../../navigation/trace-address.ts';
import { useSession } from '../../session/session.tsx';
import type { FieldEntry } from './conditions.ts';
import { fieldEntries, withCondition } from './conditions.ts';
import { wholeTime } from './line-times.ts';
import type { ShownLine } from './shown-lines.ts';
import './line-details.css';

/** All of a line: its fields, and where to go from it. */
export function LineDetails({ line }: { line: ShownLine }) {
  const stack = line.fields['exception'] ?? line.fields['error'];
  const stackText = isRecord(stack) && typeof stack['stack'] === 'string' ? stack['stack'] : undefined;
  return (
    <div className="line-details">
      <Ways line={line} />
      {line.message.includes('\n') && <CodeBlock label="message">{line.message}</CodeBlock>}
      {stackText !== undefined && <CodeBlock label="stack">{stackText}</CodeBlock>}
      <table className="line-fields">
        <caption className="unseen">Fields of the line</caption>
        <tbody>
          {entriesOf(line).map((entry) => (
            <FieldRow key={entry.path} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** What every line has comes first. */
function entriesOf({ time, level, service, instance, message, fields, traceId, spanId }: ShownLine): FieldEntry[] {
  const own = { level, service, instance, message, traceId, spanId };
  const told = Object.entries(own).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const at = time === null ? [] : [{ path: 'time', text: `${wholeTime(time)}, ${time}`, value: null }];
  const first = [...at, ...fieldEntries(Object.fromEntries(told))];
  const isNew = ({ path }: FieldEntry) => !first.some((each) => each.path === path);
  return [...first, ...fieldEntries(fields).filter(isNew)];
}

function Ways({ line: { key: _, ...line } }: { line: ShownLine }) {
  const { may } = useSession();
  const { time, traceId, spanId, instance, service } = line;
  const atMs = time === null ? undefined : Date.parse(time);
  // The control plane's own lines come only when they are named.
  const own = service === 'seaworthy' ? { instance } : {};
  return (
    <div className="line-ways">
      {traceId !== undefined && may('traces:read') && (
        <PageLink {...traceAddress(traceId, spanId)} className="button">
          <Icon name="spans" /> Its trace
        </PageLink>
      )}
      {traceId !== undefined && (
        <PageLink {...logsAddress({ trace: traceId, time: nearTo(atMs) })} className="button">
          <Icon name="lines" /> Lines of its trace
        </PageLink>
      )}
      {atMs !== undefined && (
        <PageLink {...logsAddress({ ...own, time: { aroundMs: atMs } })} className="button">
          <Icon name="clock" /> Lines around it
        </PageLink>
      )}
      <CopyButton text={JSON.stringify(line, null, 2)} label="Copy the line as JSON" />
    </div>
  );
}

const nearMs = 600_000;

function nearTo(ms: number | undefined) {
  return ms === undefined ? { last: '24h' } : { startMs: ms - nearMs, endMs: ms + nearMs };
}

function FieldRow({ entry: { path, text, value } }: { entry: FieldEntry }) {
  const { q = '' } = useSearch();
  const setSearch = useSetSearch();
  const narrow = (operator: '=' | '!=') => {
    if (value !== null) setSearch({ q: withCondition(q, path, operator, value) }, { isStep: true });
  };
  return (
    <tr>
      <th scope="row">{path}</th>
      <td className="line-value">{text}</td>
      <td className="line-acts">
        {value !== null && path !== 'message' && (
          <>
            <Button kind="quiet" icon="plus" label={`Only lines with ${path} ${text}`} onPress={() => narrow('=')}>
              {null}
            </Button>
            <Button kind="quiet" icon="dash" label={`No lines with ${path} ${text}`} onPress={() => narrow('!=')}>
              {null}
            </Button>
          </>
        )}
        <CopyButton text={text} label={`Copy ${path}`} />
      </td>
    </tr>
  );
}
