import type { AuditFinding } from '@seaworthy/api';
import { formatCount } from '../../text/format.ts';

/** What each kind of damage means, without its field's terms. */
const meanings: Readonly<Record<string, string>> = {
  altered: 'was changed after it was written',
  deleted: 'is missing',
  inserted: 'was put in: it was never written here',
  reordered: 'stands in another place than it was written',
  truncated: 'is missing: the end was cut off',
  spliced: 'comes from another place or another log',
  missing_segment: 'is missing: its whole file is not there',
  checkpoint_mismatch: 'is not what a checkpoint was signed for',
  checkpoint_invalid: 'A stored checkpoint is damaged, or not signed by a known key',
  tree_file: 'A stored hash is not what the entries say; the entries themselves are whole',
  critical_copy: 'The copy of a critical entry is not what the log says; the log itself is whole',
  key_unknown: 'was sealed by a key that is not known here',
};

/** Kinds that are about something beside the entries. */
const besideEntries: ReadonlySet<string> = new Set(['checkpoint_invalid', 'tree_file', 'critical_copy']);

/** `Entry 12 was changed after it was written`. */
export function findingTitle({ kind, sequence, throughSequence }: AuditFinding): string {
  const meaning = meanings[kind] ?? kind.replaceAll('_', ' ');
  if (besideEntries.has(kind)) return meaning;
  if (sequence === undefined) return `Something ${meaning}`;
  if (throughSequence === undefined || throughSequence === sequence) return `Entry ${formatCount(sequence)} ${meaning}`;
  return `Each of the entries ${formatCount(sequence)} to ${formatCount(throughSequence)} ${meaning}`;
}

/** `segment-00000003.ndjson, line 7`, in the folder of the trail; undefined when it is of no segment. */
export function findingPlace({ segment, line }: AuditFinding): string | undefined {
  if (segment === undefined) return undefined;
  const file = `segment-${String(segment).padStart(8, '0')}.ndjson`;
  return line === undefined ? file : `${file}, line ${formatCount(line)}`;
}

/** The verdict in one sentence. */
export function verdictTitle({ ok, findings }: { ok: boolean; findings: readonly AuditFinding[] }): string {
  if (ok) return 'The trail is whole.';
  const [first] = findings;
  if (first === undefined) return 'The trail is damaged.';
  const place = findingPlace(first);
  return `The trail is damaged: ${findingTitle(first)}${place === undefined ? '' : ` (${place})`}.`;
}
