import type { Trace } from '@seaworthy/api';
import { Mark } from '../../components/mark.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { formatCount, formatRatio } from '../../text/format.ts';
import { formatUnit } from '../../text/units.ts';
import { ShareBar } from './share-bar.tsx';
import type { ServiceShare } from './trace-shares.ts';
import { serviceColours, serviceShares } from './trace-shares.ts';

type Step = Trace['criticalPath'][number];

/** Which work the trace waited for: to make it shorter, begin at the top. */
export function CriticalPath({ trace: { criticalPath } }: { trace: Trace }) {
  return (
    <Section title="What it waited for" about="the critical path">
      <Table
        label="Critical path"
        columns={stepColumns}
        rows={criticalPath}
        keyOf={(step) => `${step.service} ${step.name}`}
      />
    </Section>
  );
}

const stepColumns: Column<Step>[] = [
  { name: 'Operation', cell: ({ name }) => name },
  { name: 'Service', cell: ({ service }) => service },
  { name: 'Time', cell: ({ durationMs }) => formatUnit(durationMs, 'milliseconds'), isNumber: true },
  { name: 'Share', cell: ({ share }) => <ShareCell share={share} />, isTight: true },
];

export function ServiceTable({ trace }: { trace: Trace }) {
  const colours = serviceColours(trace.services);
  const columns: Column<ServiceShare>[] = [
    {
      name: 'Service',
      cell: ({ service }) => (
        <span>
          <span className="service-swatch" style={{ background: colours.get(service) }} />
          {service}
        </span>
      ),
    },
    { name: 'Spans', cell: ({ spans }) => formatCount(spans), isNumber: true },
    { name: 'Errors', cell: errorCell, isTight: true },
    { name: 'At work', cell: ({ selfMs }) => formatUnit(selfMs, 'milliseconds'), isNumber: true },
    { name: 'Waited for', cell: ({ share }) => <ShareCell share={share} />, isTight: true },
  ];
  const omitted = trace.omittedSpans > 0 ? 'of the spans that are shown' : undefined;
  return (
    <Section title="Services" {...(omitted !== undefined && { about: omitted })}>
      <Table label="Services" columns={columns} rows={serviceShares(trace)} keyOf={({ service }) => service} />
    </Section>
  );
}

function errorCell({ errors }: ServiceShare) {
  if (errors === 0) return <span className="soft">none</span>;
  return <Mark tone="bad" icon="cross" word={formatCount(errors)} />;
}

function ShareCell({ share }: { share: number }) {
  return (
    <span className="share-cell">
      <ShareBar share={share} />
      {formatRatio(share)}
    </span>
  );
}
