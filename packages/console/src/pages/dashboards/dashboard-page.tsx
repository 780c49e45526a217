import type { Dashboard } from '@seaworthy/api';
import { useCallback, useMemo } from 'react';
import { Icon } from '../../components/icon.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import type { SearchedRefresh } from '../../components/refresh-picker.tsx';
import { RefreshPicker, useSearchedRefresh } from '../../components/refresh-picker.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useRoute } from '../../data/query.ts';
import type { TimeRange } from '../../data/range.ts';
import { spanOf } from '../../data/range.ts';
import { useParam, useSearch, useSetSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { PanelCard } from './panel-card.tsx';
import { VariableChoice } from './variable-choice.tsx';
import { chosenOf, searchName, searchWord } from './variables.ts';
import './dashboard-page.css';

// What draws is fetched beside the numbers that it will draw.
void import('../../components/plot.tsx');

/** One dashboard: rows of panels over one time. */
export function DashboardPage() {
  const name = useParam('name') ?? '';
  const reading = useRoute('dashboard', { params: { name } });
  const [range, setRange] = useRange(reading.data?.rangeMs);
  const refresh = useSearchedRefresh();
  return (
    <Page
      title={reading.data?.title ?? name}
      about={
        <>
          <PageLink to="/dashboards">Dashboards</PageLink> · {reading.data?.description}
        </>
      }
      actions={
        <>
          <RangePicker range={range} onChange={setRange} />
          <RefreshPicker refresh={refresh} />
        </>
      }
    >
      <Loaded reading={reading} skeleton={<Skeleton height="18rem" />}>
        {(dashboard) => <Panels dashboard={dashboard} range={range} onRange={setRange} refresh={refresh} />}
      </Loaded>
    </Page>
  );
}

interface PanelsProps {
  readonly dashboard: Dashboard;
  readonly range: TimeRange;
  readonly onRange: (range: TimeRange) => void;
  readonly refresh: SearchedRefresh;
}

function Panels({ dashboard: { variables, rows, hasData }, range, onRange, refresh: { nowMs } }: PanelsProps) {
  const search = useSearch();
  const setSearch = useSetSearch();
  const chosen = useMemo(() => chosenOf(variables, search), [variables, search]);
  const span = useMemo(() => spanOf(range, nowMs), [range, nowMs]);
  const zoom = useCallback(
    ({ start, end }: { start: number; end: number }) =>
      onRange({ startMs: Math.round(start * 1000), endMs: Math.round(end * 1000) }),
    [onRange],
  );
  return (
    <>
      {hasData === false && (
        <p className="card dashboard-empty" role="status">
          <Icon name="dash" /> Nothing of this was measured within the last hour. It is for another workload, or its
          metrics do not arrive: look at <PageLink to="/health">Health</PageLink>.
        </p>
      )}
      {variables.length > 0 && (
        <div className="variables">
          {variables.map((variable) => (
            <VariableChoice
              key={variable.name}
              variable={variable}
              span={span}
              chosen={chosen[variable.name] ?? []}
              onChosen={(values) => setSearch({ [searchName(variable.name)]: searchWord(values) }, { isStep: true })}
            />
          ))}
        </div>
      )}
      {rows.map(({ title, panels }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and keep their places.
        <section key={index} className="dashboard-row" aria-label={title ?? 'Panels'}>
          <h2 className={title === null ? 'unseen' : undefined}>{title ?? 'Panels'}</h2>
          <div className="dashboard-grid">
            {panels.map((panel) => (
              <PanelCard key={panel.id} panel={panel} span={span} range={range} chosen={chosen} onRange={zoom} />
            ))}
          </div>
        </section>
      ))}
    </>
  );
}
