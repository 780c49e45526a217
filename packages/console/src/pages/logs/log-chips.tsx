import { Button } from '../../components/button.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { traceAddress } from '../../navigation/trace-address.ts';

/** What narrows the lines and has no field of its own. */
export function LogChips() {
  const { trace, service } = useSearch();
  const setSearch = useSetSearch();
  if (trace === undefined && service === undefined) return null;
  return (
    <div className="log-chips">
      {trace !== undefined && (
        <>
          <Button icon="cross" label="Show the lines of all traces" onPress={() => setSearch({ trace: undefined })}>
            Trace {trace.slice(0, 8)}…
          </Button>
          <PageLink {...traceAddress(trace)}>See the trace</PageLink>
        </>
      )}
      {service !== undefined && (
        <Button icon="cross" label="Show the lines of all services" onPress={() => setSearch({ service: undefined })}>
          Service {service}
        </Button>
      )}
    </div>
  );
}
