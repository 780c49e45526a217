import { createHash } from 'node:crypto';
import { createRedactor } from '../../logging/redact.ts';
import { AuditError } from '../audit-error.ts';
import { canonicalJson } from './canonical-json.ts';
import type { NewAuditEntry } from './entry.ts';

/** An entry that waits for its place in the chain: free of secrets, and no longer tied to the caller's objects. */
export interface EntryDraft {
  readonly time: string;
  readonly type: string;
  /** The fields between sequence and previous, as they will be written. */
  readonly fields: string;
}

export type DraftEntry = (entry: NewAuditEntry, nowMs: number) => EntryDraft;

const longestField = 2000;
const longestData = 64 * 1024;
const results: ReadonlySet<string> = new Set(['success', 'failure', 'refused']);

/** Takes secrets out of entries and brings them into their one written form. */
export function entryDrafter(redact: readonly string[] = []): DraftEntry {
  const redactor = createRedactor(redact);
  const text = (value: string) => JSON.stringify(clipped(redactor.text(value)));
  const optional = (name: string, value: string | undefined) =>
    value === undefined ? '' : `,"${name}":${text(value)}`;

  return (entry, nowMs) => {
    assertWellFormed(entry);
    const time = new Date(nowMs).toISOString();
    const data = entry.data === undefined ? '' : `,"data":${bounded(canonicalJson(redactor.value(entry.data)))}`;
    const fields =
      `"time":"${time}","type":${text(entry.type)},"actor":${text(entry.actor)},"action":${text(entry.action)},` +
      `"resource":${text(entry.resource)},"result":"${entry.result}"${optional('reason', entry.reason)}${data}` +
      `${optional('requestId', entry.requestId)}${optional('sourceAddress', entry.sourceAddress)}`;
    return { time, type: entry.type, fields };
  };
}

function assertWellFormed(entry: NewAuditEntry): void {
  const missing = (['type', 'actor', 'action', 'resource'] as const).filter(
    (name) => typeof entry[name] !== 'string' || entry[name] === '',
  );
  const wrong = results.has(entry.result) ? missing : [...missing, 'result'];
  if (wrong.length === 0) return;
  throw new AuditError(
    'entry_invalid',
    `An audit entry lacks a valid ${wrong.join(', ')}.`,
    'Give type, actor, action and resource as texts, and result as success, failure or refused.',
  );
}

function clipped(text: string): string {
  return text.length <= longestField ? text : `${text.slice(0, longestField)}…`;
}

/** An action is not to fail because it has much to say: what is too large is replaced by its size and its digest. */
function bounded(json: string): string {
  if (json.length <= longestData) return json;
  const sha256 = createHash('sha256').update(json).digest('hex');
  return canonicalJson({ omitted: 'larger than 64 KiB', bytes: Buffer.byteLength(json), sha256 });
}
