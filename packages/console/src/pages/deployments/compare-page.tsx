import type { Release } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Page, Section } from '../../components/page.tsx';
import { SkeletonRows } from '../../components/skeleton.tsx';
import { useRoute } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { ChangedFiles } from './changed-files.tsx';
import { Sides } from './sides.tsx';
import './compare-page.css';

/** Two releases side by side: what became of each, and which files differ. */
export function ComparePage() {
  const reading = useRoute('releases', { query: { limit: 200 } });
  return (
    <Page title="Compare releases" about={<PageLink to="/deployments">All deployments</PageLink>}>
      <Loaded reading={reading} skeleton={<SkeletonRows rows={10} />}>
        {({ items }) => (items.length < 2 ? <TooFew /> : <Comparing releases={items} />)}
      </Loaded>
    </Page>
  );
}

function TooFew() {
  return (
    <section className="card" aria-label="Releases">
      <Empty title="There are not yet two releases" icon="rocket">
        <p>With the second one there is something to compare.</p>
      </Empty>
    </section>
  );
}

/** Of the live one and the newest other, unless the address says which. */
function Comparing({ releases }: { releases: readonly Release[] }) {
  const search = useSearch();
  const setSearch = useSetSearch();
  const live = releases.find((release) => release.live) ?? releases[0];
  const other = releases.find(({ version }) => version !== live?.version);
  const from = search['from'] ?? live?.version ?? '';
  const to = search['to'] ?? (other?.version === from ? live?.version : other?.version) ?? '';
  const reading = useRoute('compareReleases', { query: { from, to } }, { isEnabled: from !== to, keepsPrevious: true });
  const choose = (patch: { from?: string; to?: string }) => setSearch({ from, to, ...patch });
  return (
    <>
      <Section title="Releases">
        <div className="filters compare-choice">
          <Choice label="From" value={from} releases={releases} onChange={(version) => choose({ from: version })} />
          <Button icon="turn" onPress={() => choose({ from: to, to: from })}>
            Swap
          </Button>
          <Choice label="To" value={to} releases={releases} onChange={(version) => choose({ to: version })} />
        </div>
        {from === to ? (
          <Empty title="That is one and the same release" icon="dash" />
        ) : (
          <Loaded reading={reading} skeleton={<SkeletonRows rows={10} />}>
            {(comparison) => <Sides comparison={comparison} />}
          </Loaded>
        )}
      </Section>
      {from !== to && reading.data && <ChangedFiles comparison={reading.data} />}
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly releases: readonly Release[];
  readonly onChange: (version: string) => void;
}

function Choice({ label, value, releases, onChange }: ChoiceProps) {
  const options = releases.map(({ version, live }) => ({ value: version, name: live ? `${version} (live)` : version }));
  const isKnown = options.some((option) => option.value === value);
  const all = isKnown ? options : [{ value, name: value }, ...options];
  return <Select label={label} value={value} onChange={onChange} options={all} />;
}
