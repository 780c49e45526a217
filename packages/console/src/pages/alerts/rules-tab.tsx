import type { RuleGroup } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { SettledField } from '../../components/settled-field.tsx';
import { useRoute } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { pollMs } from './poll.ts';
import { RuleGroupCard } from './rule-group-card.tsx';
import type { RuleStanding } from './rule-words.ts';
import { countRules, filterGroups } from './rule-words.ts';

const standings: readonly { value: RuleStanding | ''; name: string }[] = [
  { value: '', name: 'All' },
  { value: 'firing', name: 'Firing' },
  { value: 'pending', name: 'Pending' },
  { value: 'failing', name: 'Failing' },
  { value: 'unknown', name: 'Never evaluated' },
  { value: 'quiet', name: 'Quiet' },
  { value: 'recording', name: 'Recording' },
];

/** What watches: every rule, and how its last evaluation went. */
export function RulesTab() {
  const rules = useRoute('rules', {}, { pollMs });
  return (
    <Loaded reading={rules} skeleton={<div className="card skeleton rules-space" />}>
      {({ items }) => (items.length === 0 ? <NoRules /> : <Groups groups={items} />)}
    </Loaded>
  );
}

function Groups({ groups }: { groups: readonly RuleGroup[] }) {
  const { text = '', health = '' } = useSearch();
  const setSearch = useSetSearch();
  const found = filterGroups(groups, { text, health });
  return (
    <>
      <div className="card">
        <search className="filters">
          <SettledField label="Words" value={text} onSettled={(value) => setSearch({ text: value })} />
          <Select
            label="State"
            value={standings.find(({ value }) => value === health)?.value ?? ''}
            options={standings}
            onChange={(value) => setSearch({ health: value })}
          />
          {(text !== '' || health !== '') && (
            <Button kind="quiet" icon="cross" onPress={() => setSearch({ text: undefined, health: undefined })}>
              Show all
            </Button>
          )}
        </search>
        <p className="card-body soft" role="status">
          {summaryOf(groups)}
        </p>
        {found.length === 0 && <Empty title="No rule is like that" icon="search" />}
      </div>
      {found.map((group) => (
        <RuleGroupCard key={`${group.file} ${group.name}`} group={group} isWhole={text !== '' || health !== ''} />
      ))}
    </>
  );
}

function summaryOf(groups: readonly RuleGroup[]): string {
  const { alerting, recording, firing, pending, failing, unknown } = countRules(groups);
  return [
    `${alerting} alerting and ${recording} recording, in ${groups.length === 1 ? 'one group' : `${groups.length} groups`}`,
    ...(firing > 0 ? [`${firing} firing`] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
    ...(failing > 0 ? [`${failing} failing`] : []),
    ...(unknown > 0 ? [`${unknown} never evaluated`] : []),
  ].join(' · ');
}

function NoRules() {
  return (
    <div className="card">
      <Empty title="No rule watches" icon="question">
        <p>
          Name rule files or presets under <code>rules:</code> in seaworthy.yaml, as{' '}
          <code>rules: ['preset:seaworthy']</code>.
        </p>
      </Empty>
    </div>
  );
}
