import { useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Select, TextField } from '../../components/field.tsx';
import { RangePicker, useRange } from '../../components/range-picker.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { defaultRangeMs, isFiltered, resultNames, typeNames } from './entry-query.ts';

/** What is looked for; it stands in the address once typing rests. */
export function EntryFilters() {
  const search = useSearch();
  const setSearch = useSetSearch();
  const [range, setRange] = useRange(defaultRangeMs);
  const clear = useClearFilters();
  return (
    <search className="filters entries-filters">
      <WordField name="text" label="Text" type="search" placeholder="Anywhere in the entry" />
      <WordField name="actor" label="Who" placeholder="anna" />
      <WordField name="action" label="What" placeholder="deploy, or user.*" />
      <WordField name="resource" label="To what" placeholder="users/anna" />
      <Select
        label="Result"
        value={search['result'] ?? ''}
        options={[{ value: '', name: 'Any' }, ...named(resultNames)]}
        onChange={(result) => setSearch({ result })}
      />
      <Select
        label="Kind"
        value={search['type'] ?? ''}
        options={[{ value: '', name: 'Any' }, ...named(typeNames)]}
        onChange={(type) => setSearch({ type })}
      />
      <RangePicker range={range} onChange={setRange} />
      {isFiltered(search) && (
        <Button kind="quiet" icon="cross" onPress={clear}>
          Clear
        </Button>
      )}
    </search>
  );
}

export function useClearFilters(): () => void {
  const setSearch = useSetSearch();
  return () =>
    setSearch({
      text: undefined,
      actor: undefined,
      action: undefined,
      resource: undefined,
      result: undefined,
      type: undefined,
    });
}

interface WordFieldProps {
  readonly name: 'text' | 'actor' | 'action' | 'resource';
  readonly label: string;
  readonly placeholder: string;
  readonly type?: 'text' | 'search';
}

const restMs = 350;

function WordField({ name, ...field }: WordFieldProps) {
  const wanted = useSearch()[name] ?? '';
  const setSearch = useSetSearch();
  const [typed, setTyped] = useState(wanted);
  const sent = useRef(wanted);
  // The address may change beside the field: a link was followed, or all was cleared.
  useEffect(() => {
    if (sent.current !== wanted) setTyped(wanted);
    sent.current = wanted;
  }, [wanted]);
  useEffect(() => {
    if (typed.trim() === wanted) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      setSearch({ [name]: sent.current });
    }, restMs);
    return () => clearTimeout(timer);
  }, [typed, wanted, name, setSearch]);
  return <TextField {...field} value={typed} onChange={setTyped} />;
}

function named(names: Readonly<Record<string, string>>) {
  return Object.entries(names).map(([value, name]) => ({ value, name }));
}
