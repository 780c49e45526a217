import type { Alert, AlertGroup } from '@seaworthy/api';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Select } from '../../components/field.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { SettledField } from '../../components/settled-field.tsx';
import { usePages, useRoute } from '../../data/query.ts';
import type { SearchPatch } from '../../navigation/address.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { AlertGroupCard } from './alert-group-card.tsx';
import type { MatcherDraft } from './matcher-text.ts';
import { matchersOf, matcherText, withMatcher } from './matcher-text.ts';
import { pollMs } from './poll.ts';
import { RulesNote, rulesSentence } from './rules-note.tsx';

const states = [
  { value: '', name: 'Every state' },
  { value: 'firing', name: 'Firing' },
  { value: 'pending', name: 'Pending' },
  { value: 'suppressed', name: 'Kept quiet' },
] as const;
type StateWord = (typeof states)[number]['value'];

const noFilter: SearchPatch = { filter: undefined, text: undefined, state: undefined };

/** What is wrong now, or may be soon, as people are told of it. */
export function ActiveTab() {
  const { filter = '', text = '', state } = useSearch();
  const setSearch = useSetSearch();
  const known = states.find(({ value }) => value === state)?.value ?? '';
  const groups = usePages(
    'alertGroups',
    { query: { limit: 50, ...(filter && { filter }), ...(text && { text }), ...(known && { state: known }) } },
    { pollMs, keepsPrevious: true },
  );
  const { failure } = groups;
  const isFilterWrong = failure?.details?.some(({ path }) => path === 'query.filter') ?? false;
  const hasFilter = filter !== '' || text !== '' || known !== '';
  return (
    <>
      <div className="card">
        <search className="filters">
          <SettledField
            label="Labels"
            isMono
            placeholder={'severity="critical", job=~"web.*"'}
            value={filter}
            fault={isFilterWrong ? failure?.details?.[0]?.message : undefined}
            onSettled={(value) => setSearch({ filter: value })}
          />
          <SettledField label="Words" value={text} onSettled={(value) => setSearch({ text: value })} />
          <Select<StateWord>
            label="State"
            value={known}
            options={states}
            onChange={(value) => setSearch({ state: value })}
          />
          {hasFilter && (
            <Button kind="quiet" icon="cross" onPress={() => setSearch(noFilter)}>
              Show all
            </Button>
          )}
        </search>
        <RulesNote />
        {isFilterWrong && <p className="card-body soft">The labels cannot be read as matchers.</p>}
        {(groups.data === undefined || groups.data.length === 0) && !isFilterWrong && (
          <Loaded reading={groups}>{() => <Nothing hasFilter={hasFilter} onAll={() => setSearch(noFilter)} />}</Loaded>
        )}
      </div>
      {!isFilterWrong && groups.data !== undefined && groups.data.length > 0 && (
        <Loaded reading={groups}>{(items) => <Groups groups={items} filter={filter} />}</Loaded>
      )}
      {groups.hasMore && (
        <Button onPress={groups.readMore} isBusy={groups.isReadingMore}>
          Show more
        </Button>
      )}
    </>
  );
}

function Groups({ groups, filter }: { groups: readonly AlertGroup[]; filter: string }) {
  const setSearch = useSetSearch();
  const { data: receivers } = useRoute('receivers', {}, { pollMs });
  const { data: silences } = useRoute('silences', { query: { state: 'active', limit: 200 } });
  const names = new Map(groups.flatMap(({ alerts }) => alerts.map(({ fingerprint, name }) => [fingerprint, name])));
  const faultOf = (receiver: string) => (name: string) => {
    const own = receivers?.items.find((each) => each.name === receiver)?.integrations ?? [];
    const failing = own.find(
      (each) => each.state === 'failing' && (each.name === name || each.name.startsWith(`${name}.`)),
    );
    return failing && (failing.failure?.message ?? 'The last notification failed.');
  };
  return groups.map((group) => (
    <AlertGroupCard
      key={`${group.receiver} ${group.groupKey}`}
      group={group}
      nameOf={(fingerprint) => names.get(fingerprint)}
      silences={new Map(silences?.items.map((silence) => [silence.id, silence]))}
      faultOf={faultOf(group.receiver)}
      onLabel={(matcher: MatcherDraft) => setSearch({ filter: withMatcher(filter, matcher) })}
      onSilence={({ labels }: Alert) => setSearch(silenceOf(labels), { isStep: true })}
    />
  ));
}

/** The form lies over whichever tab one is on. */
function silenceOf(labels: Alert['labels']): SearchPatch {
  return { silence: 'new', matchers: matchersOf(labels).map(matcherText).join(',') };
}

function Nothing({ hasFilter, onAll }: { hasFilter: boolean; onAll: () => void }) {
  const { data } = useRoute('rules', {}, { pollMs });
  if (hasFilter) {
    return (
      <Empty title="No alert is like that" icon="search">
        <Button onPress={onAll}>Show all</Button>
      </Empty>
    );
  }
  return (
    <Empty title="No alert is active" icon="check">
      <p>{rulesSentence(data?.items)}</p>
    </Empty>
  );
}
