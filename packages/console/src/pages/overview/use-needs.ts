import type { Permission, Slo } from '@seaworthy/api';
import type { PrometheusAnswer } from '@seaworthy/api/caller';
import type { Reading, ReadOptions } from '../../data/query.ts';
import { usePrometheus, useRoute } from '../../data/query.ts';
import { useLive } from '../../live/use-live.ts';
import { useNow } from '../../live/use-now.ts';
import { useSession } from '../../session/session.tsx';
import type { Need } from './need.ts';
import { needsOf } from './needs.ts';

export interface Needs {
  /** Undefined until everything was asked once. */
  readonly items: readonly Need[] | undefined;
  /** What could not be asked: of that, nobody knows. */
  readonly unknown: readonly string[];
}

/** Also without a word of the stream: that a token ends soon is told by nobody. */
const pollMs = 30_000;

/** Everything that this person may see and that may need one, read anew by itself. */
export function useNeeds(slos: readonly Slo[] | undefined): Needs {
  const { may, user } = useSession();
  const status = useLive((state) => state.status);
  const now = useNow(60_000);
  const seenBy = (permission: Permission): ReadOptions => ({ pollMs, isEnabled: may(permission) });
  const read = {
    approvals: useRoute('approvals', { query: {} }, seenBy('approvals:read')),
    alerts: useRoute('alerts', { query: { state: 'firing', limit: 100 } }, seenBy('alerts:read')),
    receivers: useRoute('receivers', {}, seenBy('alerts:read')),
    'what was told': useRoute('notifications', { query: { state: 'gave_up', limit: 20 } }, seenBy('alerts:read')),
    rules: useRoute('rules', {}, seenBy('alerts:read')),
    targets: useRoute('targets', {}, seenBy('metrics:read')),
    probes: useRoute('probes', {}, seenBy('metrics:read')),
    tokens: useRoute('tokens', { query: { limit: 200 } }, seenBy('tokens:read')),
    secrets: useRoute('secrets', {}, seenBy('secrets:read')),
    'the audit trail': useRoute('auditEntries', { query: damage }, seenBy('audit:read')),
    'its own metrics': usePrometheus('/query', { query: ownMetrics }, highestByName, seenBy('metrics:read')),
  };
  const readings = Object.entries(read) as [string, Reading<unknown>][];
  const unknown = readings.filter(([, { data, failure }]) => data === undefined && failure).map(([name]) => name);
  if (status === undefined || readings.some(([, { isLoading }]) => isLoading)) return { items: undefined, unknown };
  const known = {
    ...{ me: user, status },
    approvals: read.approvals.data?.items,
    alerts: read.alerts.data?.items,
    slos,
    receivers: read.receivers.data?.items,
    givenUp: read['what was told'].data?.items,
    rules: read.rules.data?.items,
    targets: read.targets.data?.items,
    probes: read.probes.data?.items,
    tokens: read.tokens.data?.items,
    secrets: read.secrets.data?.items,
    damage: read['the audit trail'].data?.items,
    own: read['its own metrics'].data,
  };
  return { items: needsOf(known, now), unknown };
}

const damage = { action: 'store.damage_found', since: '7d', limit: 5 };
const ownMetrics =
  '{__name__=~"seaworthy_audit_writable|seaworthy_audit_lost_entries|seaworthy_logs_write_failing|seaworthy_tls_certificate_expiry_timestamp_seconds"}';

interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

function highestByName({ data }: PrometheusAnswer): ReadonlyMap<string, number> {
  const { result = [] } = data as { result?: readonly Sample[] };
  const values = new Map<string, number>();
  for (const { metric, value } of result) {
    const name = metric['__name__'] ?? '';
    values.set(name, Math.max(values.get(name) ?? Number.NEGATIVE_INFINITY, Number(value[1])));
  }
  return values;
}
