import type { SeenInstance } from '@seaworthy/api';
import { Empty } from '../../components/empty.tsx';
import { HealthMark, InstanceMark, SlotMark } from '../../components/mark.tsx';
import { useSetSearch } from '../../navigation/address.ts';
import { logsAddress } from '../../navigation/log-address.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { formatLatency } from '../../text/format.ts';
import type { MatrixRow, Seen } from './check-matrix.ts';
import { matrixOf, wholeOf } from './check-matrix.ts';
import { Lasts } from './lasts.tsx';
import './matrix-card.css';

/** Every check of every instance: checks below each other, instances side by side; narrow, a card for each check. */
export function Matrix({ instances: given }: { instances: readonly SeenInstance[] }) {
  const { instances, rows } = matrixOf(given);
  if (instances.length === 0) {
    return (
      <Empty title="No instance runs" icon="heart">
        <p>Each instance of a release that is deployed is asked for its health, and stands here.</p>
      </Empty>
    );
  }
  return (
    <div className="matrix-scroll">
      <table className="matrix" aria-label="Checks of the instances">
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">Check</span>
            </th>
            {instances.map((instance) => (
              <th key={instance.id} scope="col">
                <InstanceHead instance={instance} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <CheckRow key={row.check} row={row} instances={instances} />
          ))}
          {rows.length === 0 && (
            <tr>
              <td colSpan={instances.length + 1} className="matrix-none soft">
                {noChecks(instances)}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function noChecks(instances: readonly SeenInstance[]): string {
  return instances.every(({ answered }) => !answered)
    ? 'None of them answers: how its checks are, nobody knows.'
    : 'They answer, and do not say of what their health is made. The kit reports checks by name.';
}

function InstanceHead({ instance }: { instance: SeenInstance }) {
  const { id, slot, version, state } = instance;
  const whole = wholeOf(instance);
  return (
    <div className="matrix-head">
      <span className="matrix-name">
        <span className="mono">{id}</span> <SlotMark slot={slot} /> <span className="soft">{version}</span>
      </span>
      <span className="matrix-marks">
        <HealthMark status={whole.status} />
        {state !== 'running' && <InstanceMark state={state} />}
      </span>
      {whole.status !== 'healthy' && whole.message !== '' && <span className="soft">{whole.message}</span>}
      <span className="matrix-more soft">
        {whole.since !== null && <Lasts since={whole.since} />}
        <PageLink {...logsAddress({ instance: id })} label={`Logs of ${id}`}>
          Logs
        </PageLink>
      </span>
    </div>
  );
}

function CheckRow({ row: { check, cells }, instances }: { row: MatrixRow; instances: readonly SeenInstance[] }) {
  return (
    <tr>
      <th scope="row">{check}</th>
      {instances.map(({ id }, index) => (
        <td key={id} data-name={id}>
          <Cell cell={cells[index] ?? null} check={check} instance={id} />
        </td>
      ))}
    </tr>
  );
}

function Cell({ cell, check, instance }: { cell: Seen | null; check: string; instance: string }) {
  const setSearch = useSetSearch();
  if (cell === null) return <span className="soft">no such check</span>;
  const { status, message, durationMs, since } = cell;
  if (durationMs === null) return <HealthMark status={status} />;
  return (
    <button type="button" className="matrix-cell" onClick={() => setSearch({ instance, check }, { isStep: true })}>
      <span className="unseen">
        {check} of {instance}:{' '}
      </span>
      <HealthMark status={status} />
      <span className="matrix-message">{message}</span>
      <span className="soft matrix-times">
        {formatLatency(durationMs)}
        {since !== null && (
          <>
            {' · '}
            <Lasts since={since} />
          </>
        )}
      </span>
    </button>
  );
}
