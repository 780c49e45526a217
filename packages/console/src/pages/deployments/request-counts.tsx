import type { RequestCounts as Counts } from '@seaworthy/api';
import { formatCount } from '../../text/format.ts';
import './request-counts.css';

/** What every request met while the deployment ran, by the proxy's own count. */
export function RequestCounts({ counts, isUnderWay }: { counts: Counts; isUnderWay: boolean }) {
  return (
    <div>
      <h3 className="side-title">Requests {isUnderWay ? 'so far' : 'during it'}</h3>
      <dl className="counts">
        <Count name="in total" value={counts.total} />
        <Count name="failed" value={counts.failed} isBad={counts.failed > 0} />
        <Count name="sent again" value={counts.retried} />
      </dl>
    </div>
  );
}

function Count({ name, value, isBad = false }: { name: string; value: number; isBad?: boolean }) {
  return (
    <div className={isBad ? 'count bad' : 'count'}>
      <dt>{name}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}
