import type { ComplianceReport } from '@seaworthy/api';
import { formatDuration } from './duration.ts';

type Row = readonly (string | number | null)[];
type Listed = ComplianceReport['refused'];

/** The report as a page of Markdown: to be read, printed, kept. */
export function complianceText(report: ComplianceReport): string {
  const { service, environment, period, entries, secrets, retention } = report;
  const range =
    period.firstSequence === null ? 'no entry' : `entries ${period.firstSequence} to ${period.lastSequence}`;
  return [
    `# Audit report: ${text(service)}, ${text(environment)}`,
    `${when(period.since) || 'From the first entry that is kept'} to ${when(period.until)}: ${entries} entries (${range}).`,
    `Made ${when(report.generatedAt)} by ${text(report.generatedBy)} from the log ${text(report.log)}.`,
    ...verification(report),
    ...section('Gaps', gaps(report)),
    ...section('Entries by result', table(['Result', 'Entries'], report.byResult.map(countRow))),
    ...section('Entries by type', table(['Type', 'Entries'], report.byType.map(countRow))),
    ...section('Entries by who', table(['Who', 'Entries'], report.byActor.map(countRow))),
    ...section(`Refused: ${report.refused.count}`, listed(report.refused)),
    ...section(`Failed: ${report.failed.count}`, listed(report.failed)),
    ...section(`Changes of access: ${report.accessChanges.count}`, listed(report.accessChanges)),
    ...section(`Approvals: ${report.approvals.count}`, listed(report.approvals)),
    ...section(`Secrets that were set or deleted: ${secrets.length}`, secretTable(report)),
    ...section(`Changes of keys: ${report.keyChanges.count}`, listed(report.keyChanges)),
    ...section(`Deployments: ${report.deployments.count}`, deployments(report)),
    ...section('Retention', [
      `Entries are kept for ${formatDuration(retention.keptSeconds * 1000)}, at least ${formatDuration(retention.minimumSeconds * 1000)},` +
        ` in at most ${Math.round(retention.maxBytes / 2 ** 20)} MiB. The oldest is ${retention.oldestSequence ?? 'none'}${
          retention.oldestAt === null ? '' : `, of ${when(retention.oldestAt)}`
        }.`,
    ]),
  ].join('\n\n');
}

const verdicts: Readonly<Record<ComplianceReport['verification']['verdict'], string>> = {
  whole: 'The trail is whole.',
  whole_in_period: 'What stands of the period is whole; other entries are not.',
  not_whole: '**THE TRAIL IS NOT WHOLE.**',
};

function verification({ verification: seen }: ComplianceReport): string[] {
  const { verdict, findings, findingsElsewhere, entriesRead, chain, checkpoint, note, unproven } = seen;
  const signed =
    checkpoint === null
      ? 'No checkpoint was compared.'
      : `Checkpoint of ${checkpoint.size} entries by key ${checkpoint.keyId}: ${checkpoint.verdict.replace('_', ' ')}` +
        `${checkpoint.coversPeriod ? ', all of the period' : ', not all of the period'}.`;
  const found = findings.map(({ kind, sequence, message }) => [kind.replaceAll('_', ' '), sequence ?? null, message]);
  return section('Verification', [
    `${verdicts[verdict]} ${entriesRead} entries were read; chain ${chain ? 'unbroken' : 'broken'}. ${signed}`,
    ...(findings.length === 0 ? [] : table(['Found', 'Entry', 'What'], found)),
    ...(findingsElsewhere === 0 ? [] : [`${findingsElsewhere} findings are of other entries.`]),
    ...(unproven.length === 0
      ? []
      : [['Not shown by this:', '', ...unproven.map((each) => `- ${text(each)}`)].join('\n')]),
    ['The checkpoint of that moment, to be kept elsewhere:', '', '```text', note.trimEnd(), '```'].join('\n'),
  ]);
}

function gaps({ gaps: found }: ComplianceReport): string[] {
  if (found.length === 0) return ['None that the trail knows of.'];
  return table(
    ['Kind', 'From', 'Until', 'What'],
    found.map(({ kind, from, until, message }) => [kind.replace('_', ' '), when(from), when(until), message]),
  );
}

function secretTable({ secrets }: ComplianceReport): string[] {
  const rows = secrets.map(({ name, set, deleted, by, lastAt }) => [name, set, deleted, by.join(', '), when(lastAt)]);
  return table(['Name', 'Set', 'Deleted', 'By', 'Last'], rows);
}

function deployments({ deployments: { items, omitted } }: ComplianceReport): string[] {
  const rows = items.map(({ id, version, fromVersion, requestedBy, startedAt, endedAt, outcome, reason }) => [
    ...[id, version, fromVersion, requestedBy, when(startedAt), when(endedAt)],
    ...[outcome ?? 'under way', reason],
  ]);
  return [
    ...table(['Deployment', 'Version', 'Before', 'Asked by', 'Began', 'Ended', 'Outcome', 'Why'], rows),
    ...earlier(omitted),
  ];
}

function listed({ items, omitted }: Listed): string[] {
  const rows = items.map(({ sequence, time, actor, action, resource, result, reason }) => [
    ...[sequence, when(time), actor, action],
    ...[resource, result, reason],
  ]);
  return [...table(['Entry', 'Time (UTC)', 'Who', 'What', 'To', 'Result', 'Why'], rows), ...earlier(omitted)];
}

function earlier(omitted: number): string[] {
  return omitted === 0 ? [] : [`${omitted} earlier ones are counted, and not listed: \`seaworthy audit\` shows them.`];
}

function section(title: string, content: readonly string[]): string[] {
  return [`## ${title}`, ...content];
}

function table(head: readonly string[], rows: readonly Row[]): string[] {
  if (rows.length === 0) return ['None.'];
  const line = (cells: Row) => `| ${cells.map(text).join(' | ')} |`;
  return [[line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')];
}

function countRow({ name, count }: ComplianceReport['byType'][number]): Row {
  return [name, count];
}

function when(time: string | null): string {
  return time === null ? '' : time.slice(0, 19).replace('T', ' ');
}

/** Others wrote these texts: they steer no terminal, and no table. */
function text(value: string | number | null): string {
  return String(value ?? '')
    .replace(/\p{C}/gu, '?')
    .replace(/[\\`*_[\]<>|]/g, (mark) => `\\${mark}`);
}
