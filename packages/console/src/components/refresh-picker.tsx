import { parseSeconds } from '../data/duration.ts';
import { useSearch, useSetSearch } from '../navigation/address.ts';
import { Button } from './button.tsx';
import { Select } from './field.tsx';
import type { Refresh } from './use-refresh.ts';
import { useRefresh } from './use-refresh.ts';
import './refresh-picker.css';

const options = [
  { value: '', name: 'No refresh' },
  ...['15s', '30s', '1m', '5m', '15m'].map((word) => ({ value: word, name: `Every ${word}` })),
];

export interface SearchedRefresh extends Refresh {
  /** As it stands in the address; empty is off. */
  readonly every: string;
}

/** How often is asked again stands in the address too. */
export function useSearchedRefresh(): SearchedRefresh {
  const { refresh: every = '' } = useSearch();
  const isKnown = options.some(({ value }) => value === every);
  const seconds = isKnown ? parseSeconds(every) : undefined;
  const refresh = useRefresh(seconds === undefined ? undefined : seconds * 1000);
  return { ...refresh, every: isKnown ? every : '' };
}

/** Asks again now, or every so often. */
export function RefreshPicker({ refresh: { every, refresh } }: { refresh: SearchedRefresh }) {
  const setSearch = useSetSearch();
  return (
    <div className="refresh-picker">
      <Button icon="turn" label="Refresh now" onPress={refresh}>
        {null}
      </Button>
      <Select
        label="Refresh by itself"
        isLabelUnseen
        value={every}
        options={options}
        onChange={(chosen) => setSearch({ refresh: chosen })}
      />
    </div>
  );
}
