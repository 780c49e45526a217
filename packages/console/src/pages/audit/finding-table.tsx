import type { AuditFinding } from '@seaworthy/api';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { findingPlace, findingTitle } from './finding-words.ts';

const columns: readonly Column<AuditFinding>[] = [
  { name: 'What', cell: findingTitle },
  { name: 'Where', cell: (finding) => findingPlace(finding) ?? <span className="soft">beside the entries</span> },
  { name: 'In the words of the check', cell: ({ message }) => message },
];

/** What is not as it was written, in the order of the log. */
export function FindingTable({ findings }: { findings: readonly AuditFinding[] }) {
  const keyOf = ({ kind, segment, line, sequence, message }: AuditFinding) =>
    `${kind} ${segment} ${line} ${sequence} ${message}`;
  return <Table label="What was found" columns={columns} rows={findings} keyOf={keyOf} />;
}
