import type { ComplianceReport, ReportedDeployment, ReportedEntry, ReportGap } from '@seaworthy/api';
import { Icon } from '../../components/icon.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { formatCount } from '../../text/format.ts';
import { formatDay, formatExact } from '../../text/moment.ts';
import { formatSpan } from '../../text/spans.ts';
import { resultNames, typeNames } from './entry-query.ts';
import { FindingTable } from './finding-table.tsx';
import { ResultMark } from './result-mark.tsx';

/** The report as people read it: the verdict first, then what happened, then what is not known. */
export function ReportView({ report }: { report: ComplianceReport }) {
  const { refused, failed, accessChanges, approvals, keyChanges, deployments, secrets, gaps } = report;
  return (
    <>
      <Summary report={report} />
      <Listed title="Refused" list={refused} />
      <Listed title="Failed" list={failed} />
      <Listed title="Changes of access" list={accessChanges} />
      <Listed title="Approvals" list={approvals} />
      <Listed title="Changes of keys" list={keyChanges} />
      <Section title="Deployments" about={formatCount(deployments.count)}>
        <Table
          label="Deployments"
          columns={deploymentColumns}
          rows={deployments.items}
          keyOf={({ id }) => id}
          empty={none}
        />
      </Section>
      <Section title="Secrets" about={formatCount(secrets.length)}>
        <Table label="Secrets" columns={secretColumns} rows={secrets} keyOf={({ name }) => name} empty={none} />
      </Section>
      <Section title="What the trail cannot tell" about={formatCount(gaps.length)}>
        <Table
          label="Gaps"
          columns={gapColumns}
          rows={gaps}
          keyOf={({ kind, from, message }) => `${kind} ${from} ${message}`}
          empty={none}
        />
      </Section>
    </>
  );
}

const none = <p className="report-none soft">None.</p>;

function Summary({ report }: { report: ComplianceReport }) {
  const { service, environment, period, entries, verification, retention, generatedAt, generatedBy } = report;
  const from = period.since === null ? 'the first entry that is kept' : formatExact(period.since);
  const isWhole = verification.verdict !== 'not_whole';
  return (
    <Section title={`${service}, ${environment}`} about={`made ${formatExact(generatedAt)} by ${generatedBy}`}>
      <div className="integrity-body">
        <p className={`verdict ${isWhole ? 'good' : 'bad'}`}>
          <Icon name={isWhole ? 'check' : 'cross'} />
          {verdictWords[verification.verdict]}
        </p>
        <p>
          {formatCount(entries)} entries from {from} to {formatExact(period.until)}. Entries are kept for{' '}
          {formatSpan(retention.keptSeconds * 1000)}
          {retention.oldestAt !== null && `; the oldest is of ${formatDay(retention.oldestAt)}`}.
        </p>
        {verification.findings.length > 0 && <FindingTable findings={verification.findings} />}
      </div>
      <div className="report-counts">
        <Counts title="By result" counts={report.byResult} names={resultNames} />
        <Counts title="By kind" counts={report.byType} names={typeNames} />
        <Counts title="By whom" counts={report.byActor} names={{}} />
      </div>
    </Section>
  );
}

const verdictWords = {
  whole: 'The trail is whole.',
  whole_in_period: 'The trail is whole in this period; outside of it, something is not as it was written.',
  not_whole: 'The trail is damaged in this period.',
} as const;

interface CountsProps {
  readonly title: string;
  readonly counts: ComplianceReport['byResult'];
  readonly names: Readonly<Record<string, string>>;
}

function Counts({ title, counts, names }: CountsProps) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {counts.map(({ name, count }) => (
          <li key={name}>
            <span>{names[name] ?? name}</span>
            <strong>{formatCount(count)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}

const entryColumns: readonly Column<ReportedEntry>[] = [
  { name: 'When', isTight: true, cell: ({ time }) => formatExact(time) },
  { name: 'Who', isTight: true, cell: ({ actor }) => actor },
  { name: 'What', isTight: true, cell: ({ action }) => <code>{action}</code> },
  { name: 'To what', cell: ({ resource }) => resource },
  { name: 'Result', isTight: true, cell: ({ result }) => <ResultMark result={result} /> },
  { name: 'Reason', cell: ({ reason }) => reason ?? <span className="soft">–</span> },
];

function Listed({ title, list: { count, items, omitted } }: { title: string; list: ComplianceReport['refused'] }) {
  const about =
    omitted > 0 ? `${formatCount(count)}, the last ${formatCount(items.length)} are listed` : formatCount(count);
  return (
    <Section title={title} about={about}>
      <Table
        label={title}
        columns={entryColumns}
        rows={items}
        keyOf={({ sequence }) => String(sequence)}
        linkOf={({ sequence }) => ({ to: '/audit', search: { entry: String(sequence) } })}
        empty={none}
      />
    </Section>
  );
}

const deploymentColumns: readonly Column<ReportedDeployment>[] = [
  { name: 'Version', cell: ({ version, id }) => version ?? id },
  { name: 'Before', cell: ({ fromVersion }) => fromVersion ?? '–' },
  { name: 'Asked by', cell: ({ requestedBy }) => requestedBy ?? '–' },
  { name: 'Began', isTight: true, cell: ({ startedAt }) => (startedAt === null ? 'before' : formatExact(startedAt)) },
  { name: 'Ended', isTight: true, cell: ({ endedAt }) => (endedAt === null ? 'not yet' : formatExact(endedAt)) },
  { name: 'Outcome', cell: ({ outcome }) => outcome?.replace('_', ' ') ?? '–' },
  { name: 'Reason', cell: ({ reason }) => reason ?? '–' },
];

const secretColumns: readonly Column<ComplianceReport['secrets'][number]>[] = [
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Set', isNumber: true, cell: ({ set }) => formatCount(set) },
  { name: 'Deleted', isNumber: true, cell: ({ deleted }) => formatCount(deleted) },
  { name: 'By', cell: ({ by }) => by.join(', ') },
  { name: 'Last', isTight: true, cell: ({ lastAt }) => formatExact(lastAt) },
];

const gapColumns: readonly Column<ReportGap>[] = [
  { name: 'What', cell: ({ message }) => message },
  { name: 'From', isTight: true, cell: ({ from }) => (from === null ? '–' : formatExact(from)) },
  { name: 'Until', isTight: true, cell: ({ until }) => (until === null ? '–' : formatExact(until)) },
];
