import type { Slo } from '@seaworthy/api';
import { Empty } from '../../components/empty.tsx';
import { Loaded } from '../../components/loaded.tsx';
import type { MarkProps } from '../../components/mark.tsx';
import { Mark } from '../../components/mark.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import type { Reading } from '../../data/query.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatRatio } from '../../text/format.ts';
import './budget-card.css';

const mostShown = 4;

/** What is left of each error budget, and how fast it goes; those that stand worst first. */
export function BudgetCard({ reading }: { reading: Reading<{ items: Slo[] }> }) {
  return (
    <Section title="Error budgets" end={<PageLink to="/slos">All</PageLink>}>
      <Loaded reading={reading} skeleton={<SkeletonRows rows={3} />}>
        {({ items }) => (items.length === 0 ? <NoObjective /> : <Budgets slos={items} />)}
      </Loaded>
    </Section>
  );
}

function NoObjective() {
  return (
    <Empty title="No objective is set" icon="target">
      <p>Say under slos in the configuration what share of requests must be good.</p>
      <CommandLine>npx seaworthy config explain slos</CommandLine>
    </Empty>
  );
}

function Budgets({ slos }: { slos: readonly Slo[] }) {
  const worst = { exhausted: 0, burning: 1, unknown: 2, ok: 3 } as const;
  const ordered = [...slos].sort((a, b) => worst[a.state] - worst[b.state]);
  return (
    <ul className="overview-budgets">
      {ordered.slice(0, mostShown).map((slo) => (
        <Budget key={slo.name} slo={slo} />
      ))}
      {slos.length > mostShown && <li className="soft">and {slos.length - mostShown} more</li>}
    </ul>
  );
}

const marks: Readonly<Record<Slo['state'], MarkProps>> = {
  ok: { tone: 'good', icon: 'check', word: 'kept' },
  burning: { tone: 'doubt', icon: 'warning', word: 'burns' },
  exhausted: { tone: 'bad', icon: 'cross', word: 'used up' },
  unknown: { tone: 'doubt', icon: 'question', word: 'unknown' },
};

function Budget({ slo: { name, objective, state, budget, burnRates, why } }: { slo: Slo }) {
  const left = budget.remaining?.ratio ?? null;
  const burn = burnRates['1h'];
  return (
    <li className={`overview-budget ${marks[state].tone}`} title={why}>
      <div className="overview-budget-line">
        <PageLink to="/slos" className="overview-budget-name">
          {name}
        </PageLink>
        <span className="soft">{formatRatio(objective)}</span>
        <span className="overview-budget-mark">
          <Mark {...marks[state]} />
        </span>
      </div>
      <div className="overview-budget-bar" aria-hidden="true">
        <div style={{ width: `${Math.min(1, Math.max(0, left ?? 0)) * 100}%` }} />
      </div>
      <div className="overview-budget-line soft">
        <span>{leftText(left)}</span>
        <span className="overview-budget-mark">
          {burn === null ? 'burn unknown' : `burns ${burnText(burn)} in the last hour`}
        </span>
      </div>
    </li>
  );
}

function leftText(left: number | null): string {
  if (left === null) return 'nothing was counted';
  return left < 0 ? `overspent by ${formatRatio(-left)}` : `${formatRatio(left)} left`;
}

/** 1: as fast as it may. */
function burnText(rate: number): string {
  return `${rate < 10 ? rate.toFixed(1) : Math.round(rate)}×`;
}
