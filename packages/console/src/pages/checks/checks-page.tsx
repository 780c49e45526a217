import type { Probe } from '@seaworthy/api';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page, Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import type { Reading } from '../../data/query.ts';
import { useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { Allowed, useSession } from '../../session/session.tsx';
import { CheckDialog } from './check-dialog.tsx';
import { wholeOf } from './check-matrix.ts';
import { countsText } from './health-order.ts';
import { Matrix } from './matrix-card.tsx';
import { notWellOf } from './not-well.ts';
import { NotWellCard } from './not-well-card.tsx';
import { OwnChecks } from './own-card.tsx';
import { Probes } from './probes-card.tsx';
import { Targets } from './targets-card.tsx';

/** The stream tells of the instances; the rest is asked for besides. */
const pollMs = 15_000;

/** What is well and what is not: the service from inside and outside, and what watches over it. */
export function ChecksPage() {
  const service = useLive((state) => state.status?.service);
  const seesMetrics = useSession().may('metrics:read');
  const instances = useRoute('instances', {}, { pollMs });
  const own = useRoute('ownHealth', {}, { pollMs: 10_000 });
  const targets = useRoute('targets', {}, { pollMs, isEnabled: seesMetrics });
  const probes = useRoute('probes', {}, { pollMs, isEnabled: seesMetrics });
  const asked = { instances, 'the control plane': own, ...(seesMetrics && { targets, probes }) };
  const readings: [string, Reading<unknown>][] = Object.entries(asked);
  const isKnown = readings.every(([, { data, failure }]) => data !== undefined || failure !== undefined);
  const known = {
    ...{ instances: instances.data?.items, own: own.data },
    ...{ targets: targets.data?.items, probes: probes.data?.items },
  };
  const unknown = readings.filter(([, { data, failure }]) => failure && data === undefined).map(([name]) => name);
  return (
    <Page title="Health" about="The service from inside and outside, and what watches over it.">
      <NotWellCard items={isKnown ? notWellOf(known) : undefined} unknown={unknown} />
      <Section
        title={`Instances${service === undefined ? '' : ` of ${service}`}`}
        about={countsText((known.instances ?? []).map((each) => wholeOf(each).status))}
      >
        <Loaded reading={instances} skeleton={<SkeletonRows rows={6} />}>
          {({ items }) => <Matrix instances={items} />}
        </Loaded>
      </Section>
      <LooksFromOutside probes={probes} />
      <Section
        title="Control plane"
        about={countsText(Object.values(own.data?.checks ?? {}).map(({ status }) => status))}
      >
        <Loaded reading={own} skeleton={<SkeletonRows rows={8} />}>
          {(report) => <OwnChecks report={report} />}
        </Loaded>
      </Section>
      <Section title="Scrape targets" about={seenText(known.targets)}>
        <Allowed permission="metrics:read" otherwise={<Forbidden permission="metrics:read" />}>
          <Loaded reading={targets}>{({ items }) => <Targets targets={items} />}</Loaded>
        </Allowed>
      </Section>
      <CheckDialog instances={known.instances} own={known.own} />
    </Page>
  );
}

function LooksFromOutside({ probes }: { probes: Reading<{ items: Probe[] }> }) {
  const isPush = ({ kind }: Probe) => kind === 'push';
  const [pushed, looked] = [probes.data?.items.filter(isPush), probes.data?.items.filter((each) => !isPush(each))];
  return (
    <>
      <Section title="Probes" about={seenText(looked)}>
        <Allowed permission="metrics:read" otherwise={<Forbidden permission="metrics:read" />}>
          <Loaded reading={probes} skeleton={<SkeletonRows rows={3} />}>
            {() => (looked?.length ? <Probes probes={looked} /> : <NoProbes />)}
          </Loaded>
        </Allowed>
      </Section>
      {pushed !== undefined && pushed.length > 0 && (
        <Section title="Heartbeats" about={seenText(pushed)}>
          <Probes probes={pushed} isPush />
        </Section>
      )}
    </>
  );
}

function NoProbes() {
  return (
    <Empty title="Nothing is looked at from outside" icon="search">
      <p>Write web pages, ports, names and databases to look at, or heartbeats to wait for, under metrics.probes.</p>
    </Empty>
  );
}

function seenText(items: readonly Pick<Probe, 'health'>[] = []): string {
  const count = (health: Probe['health']) => items.filter((each) => each.health === health).length;
  const words = (['down', 'unknown', 'up'] as const).map((health) => [count(health), health] as const);
  return words
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}
