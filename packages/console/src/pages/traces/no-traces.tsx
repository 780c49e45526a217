import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import type { TimeRange } from '../../data/range.ts';
import { useSetSearch } from '../../navigation/address.ts';
import { formatSpan } from '../../text/spans.ts';
import type { TraceQuery } from './trace-query.ts';

const noFilter = { service: undefined, name: undefined, least: undefined, errors: undefined, attribute: undefined };

/** Nothing was found: what to do. */
export function NoTraces({ query, range }: { query: TraceQuery; range: TimeRange }) {
  const setSearch = useSetSearch();
  const isFiltered = Object.keys(query).length > 0;
  const when = 'lastMs' in range ? `in the last ${formatSpan(range.lastMs)}` : 'in this time';
  return (
    <Empty icon="spans" title={`${isFiltered ? 'No such traces' : 'No traces'} ${when}`}>
      <p>
        {isFiltered
          ? 'Ask for less, or look at a longer time.'
          : 'Send requests to the service. Its spans come over OTLP; instances are told where by their environment.'}
      </p>
      <div className="trace-ways">
        {'lastMs' in range && range.lastMs < 86_400_000 && (
          <Button onPress={() => setSearch({ last: '24h' }, { isStep: true })}>Last 24 hours</Button>
        )}
        {isFiltered && <Button onPress={() => setSearch(noFilter, { isStep: true })}>Take the filters away</Button>}
      </div>
    </Empty>
  );
}
