import type { HealthReport, SeenInstance } from '@seaworthy/api';
import { CodeBlock } from '../../components/code.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { HealthMark } from '../../components/mark.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { logsAddress } from '../../navigation/log-address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatLatency } from '../../text/format.ts';
import { CheckHistory } from './check-history.tsx';
import type { Seen } from './check-matrix.ts';
import { cellOf, wholeOf } from './check-matrix.ts';
import { detailText } from './detail-text.ts';
import { Lasts } from './lasts.tsx';
import { ownName } from './not-well.ts';
import './check-dialog.css';

export interface CheckDialogProps {
  readonly instances: readonly SeenInstance[] | undefined;
  readonly own: HealthReport | undefined;
}

/** All that is known of the check, or the instance, that the address names. */
export function CheckDialog({ instances, own }: CheckDialogProps) {
  const { instance: id, check } = useSearch();
  const setSearch = useSetSearch();
  if (id === undefined || (id === ownName ? own : instances) === undefined) return null;
  const instance = instances?.find((each) => each.id === id);
  const seen = id === ownName ? ownCheck(own, check) : instance && seenOf(instance, check);
  const of = id === ownName ? 'the control plane' : id;
  return (
    <Dialog
      title={check === undefined ? id : `${check} of ${of}`}
      onClose={() => setSearch({ instance: undefined, check: undefined })}
      isWide
    >
      <div className="check-details">
        {seen ? <Details seen={seen} name={`${check ?? 'health'} of ${of}`} /> : <Gone />}
        {id !== ownName && check !== undefined && <CheckHistory instance={id} check={check} />}
        <p className="check-ways">
          <PageLink {...logsAddress({ instance: id === ownName ? 'seaworthy' : id })}>Logs of {of}</PageLink>
        </p>
      </div>
    </Dialog>
  );
}

function seenOf(instance: SeenInstance, check: string | undefined): Seen | null {
  return check === undefined ? wholeOf(instance) : cellOf(instance, check);
}

function ownCheck(own: HealthReport | undefined, check = ''): Seen | undefined {
  const found = own?.checks[check];
  return found && { ...found, since: null };
}

function Gone() {
  return (
    <Notice icon="question" title="It is not there any more.">
      <p>The instance was stopped, or does not report this check now.</p>
    </Notice>
  );
}

function Details({ seen: { status, message, durationMs, since, details }, name }: { seen: Seen; name: string }) {
  return (
    <>
      <p className="check-state">
        <HealthMark status={status} /> {message}
      </p>
      <dl className="check-facts">
        {durationMs !== null && (
          <div>
            <dt>Took</dt>
            <dd>{formatLatency(durationMs)}</dd>
          </div>
        )}
        {since !== null && (
          <div>
            <dt>It is so</dt>
            <dd>
              <Lasts since={since} />
            </dd>
          </div>
        )}
        {Object.entries(details)
          .filter(([, value]) => isPlain(value))
          .map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{detailText(key, value)}</dd>
            </div>
          ))}
      </dl>
      {Object.values(details).some((value) => !isPlain(value)) && (
        <CodeBlock label={`details of ${name}`}>{JSON.stringify(details, null, 2)}</CodeBlock>
      )}
    </>
  );
}

function isPlain(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}
