import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { useSetSearch } from '../../navigation/address.ts';
import { formatSpan } from '../../text/spans.ts';
import type { LogQuery } from './log-query.ts';
import { noFilter } from './log-query.ts';

const dayMs = 86_400_000;

/** Nothing was found: what to do. */
export function NoLines({ query: { filter, time } }: { query: LogQuery }) {
  const setSearch = useSetSearch();
  const isFiltered = Object.keys(filter).length > 0;
  const isShort = 'lastMs' in time && time.lastMs < dayMs;
  return (
    <Empty icon="lines" title={`${isFiltered ? 'No such lines' : 'No lines'} ${whenOf(time)}`}>
      <p>
        {isFiltered
          ? 'Ask for less, or look at a longer time.'
          : 'What instances write to their standard output comes here, and what is sent over OTLP. Lines appear by themselves.'}
      </p>
      <div className="log-ways">
        {isShort && <Button onPress={() => setSearch({ last: '24h' }, { isStep: true })}>Last 24 hours</Button>}
        {isFiltered && <Button onPress={() => setSearch(noFilter, { isStep: true })}>Take the filters away</Button>}
        {!isFiltered && (
          <Button onPress={() => setSearch({ instance: 'seaworthy' }, { isStep: true })}>
            The control plane's own lines
          </Button>
        )}
      </div>
    </Empty>
  );
}

function whenOf(time: LogQuery['time']): string {
  if ('lastMs' in time) return `in the last ${formatSpan(time.lastMs)}`;
  return 'startMs' in time ? 'in this time' : 'around this moment';
}
