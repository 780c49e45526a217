import type { ComplianceReport } from '@seaworthy/api';
import { useCallback, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FailureNote } from '../../components/failure.tsx';
import { Section } from '../../components/page.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useClient } from '../../data/client-context.ts';
import { useAction } from '../../data/use-action.ts';
import { defaultRangeMs, periodOf } from './entry-query.ts';
import { ReportView } from './report-view.tsx';
import { saveAs } from './save-as.ts';
import './report-tab.css';

/** What the trail says of a period. Made when it is asked for: the making of it is an entry too. */
export function ReportTab() {
  const client = useClient();
  const [range, setRange] = useRange(defaultRangeMs);
  const [report, setReport] = useState<ComplianceReport>();
  const query = periodOf(range);
  const { since, until } = query;
  const make = useAction(
    useCallback(async () => {
      setReport(undefined);
      setReport(await client.call('auditReport', { query: { since, ...(until !== undefined && { until }) } }));
    }, [client, since, until]),
  );
  return (
    <>
      <Section title="Report of a period" about="for whoever has to judge it">
        <div className="filters">
          <RangePicker range={range} onChange={setRange} />
          <Button kind="main" icon="scroll" isBusy={make.isBusy} onPress={make.start}>
            Make the report
          </Button>
          {report && <Download report={report} />}
        </div>
        {make.failure && <FailureNote {...make.failure} />}
        {make.isBusy ? (
          <SkeletonRows rows={6} />
        ) : (
          !report && (
            <p className="card-body soft">
              Who did what, what was refused and what failed, changes of access, approvals, secrets by name, keys and
              deployments; whether the trail is whole, and what it cannot tell. That it was made is recorded too.
            </p>
          )
        )}
        {report && (
          <p className="unseen" role="status">
            The report is there.
          </p>
        )}
      </Section>
      {report && <ReportView report={report} />}
    </>
  );
}

function Download({ report }: { report: ComplianceReport }) {
  const name = `audit-report-${report.generatedAt.slice(0, 10)}.json`;
  return <Button onPress={() => saveAs(name, [JSON.stringify(report, null, 2)], 'application/json')}>Download</Button>;
}
