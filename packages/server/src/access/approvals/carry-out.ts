import type { Permission, Route } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import type { Sealer } from '../../db/sealed-column.ts';
import { openOrNone, placeOf, sealedColumns } from '../../db/sealed-column.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Principal } from '../principal.ts';
import { authorize } from '../principal.ts';
import type { Standing } from '../recognition.ts';
import { besideTheTable } from './approval-policy.ts';
import type { ApprovalRow, ApprovalStore } from './approval-store.ts';

type Input = Readonly<Record<string, unknown>>;

/** How the server makes the changes; handed over once everything stands. */
export interface Performing {
  /** Makes the change as if it had just come from `caller`. Never throws: a failure is an answer. */
  perform(call: {
    readonly route: string;
    readonly input: Input;
    readonly caller: Principal;
    /** Id of the request: a change that began before a crash is found by it. */
    readonly approval: string;
  }): Promise<Performed>;
  /** Makes sure that what is approved is what was asked: files that may change meanwhile are taken in now. */
  prepare?(route: string, input: Input): Promise<Input>;
  /** Writes down what was made, or why it was not: once, as it would be of a change that needs nobody else. */
  record(change: {
    readonly route: string;
    /** As it was told when it was asked for, without secrets. */
    readonly asked: Input;
    readonly askedBy: string;
    readonly approval: { readonly id: string; readonly approvedBy: readonly string[] };
    readonly performed: Performed;
  }): Promise<void>;
  /** Whether that was written down since: asked after a crash, when nobody remembers. */
  isRecorded?(approval: string, sinceMs: number): Promise<boolean>;
}

/** Where tests kill the process: after the act, after what came of it was stored, and after it was told. */
export type CarryOutFaultPoint = (route: string, moment: 'made' | 'stored' | 'told') => void | Promise<void>;

export interface CarryOutOptions {
  readonly store: ApprovalStore;
  readonly standing: Standing;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly faultPoint?: CarryOutFaultPoint;
}

export type Performed =
  | { readonly ok: true; readonly answer: unknown }
  | { readonly ok: false; readonly error: { readonly code: string; readonly message: string } };

/** Found again by their key after a crash; of the others nobody can know whether they were made. */
const goesOn: ReadonlySet<string> = new Set(['deploy', 'rollback']);
const unknownOutcome = 'The control plane was stopped meanwhile: see whether it was done.';

export function createCarryOut({ store, standing, sealer, clock, faultPoint = () => undefined }: CarryOutOptions) {
  let performing: Performing | undefined;

  const attempt = async (row: ApprovalRow): Promise<Performed> => {
    if (performing === undefined) return failed('unavailable', 'The control plane is starting.');
    const input = openOrNone(sealer, row.call, placeOf(sealedColumns.approvalCall, row.id));
    if (input === undefined) return failed('internal', 'What was asked can no longer be read: its key is gone.');
    const caller = await standing({ name: row.asked_by, via: row.via, credentialId: row.credential_id });
    if (!authorize(permissionOf(row.route), caller).allowed || caller === undefined) {
      return failed('forbidden', `${row.asked_by} may not do this any more.`);
    }
    return performing.perform({ route: row.route, input: JSON.parse(input), caller, approval: row.id });
  };

  /** Only whoever brought the row to `carrying_out` comes here. */
  const carryOut = async (row: ApprovalRow): Promise<void> => end(row, await attempt(row));

  /** What came of it is stored before it is told: after a crash it is neither made nor told a second time. */
  const end = async (row: ApprovalRow, performed: Performed): Promise<void> => {
    await faultPoint(row.route, 'made');
    const result = performed.ok
      ? sealer.seal(JSON.stringify(performed.answer ?? null), placeOf(sealedColumns.approvalResult, row.id))
      : null;
    const error = performed.ok ? null : JSON.stringify(performed.error);
    await store.move(row.id, 'carrying_out', { state: 'carrying_out', call: null, result, error });
    await faultPoint(row.route, 'stored');
    await tell(row, performed);
    await close(row, performed);
  };

  const tell = async (row: ApprovalRow, performed: Performed): Promise<void> => {
    const approvedBy = (await store.votesOn(row.id)).flatMap(({ voter, verdict }) =>
      verdict === 'approve' ? [voter] : [],
    );
    await performing?.record({
      ...{ route: row.route, asked: JSON.parse(row.asked) ?? {}, askedBy: row.asked_by, performed },
      approval: { id: row.id, approvedBy },
    });
    await faultPoint(row.route, 'told');
  };

  const close = async (row: ApprovalRow, { ok }: Performed): Promise<void> => {
    await store.move(row.id, 'carrying_out', { state: ok ? 'done' : 'failed', ended_at: clock.now() });
  };

  /** What a crash interrupted, from where it was. */
  const goOn = async (row: ApprovalRow): Promise<void> => {
    const performed = outcomeOf(row);
    if (performed === undefined) {
      return goesOn.has(row.route) ? carryOut(row) : end(row, failed('interrupted', unknownOutcome));
    }
    if (!(await performing?.isRecorded?.(row.id, row.created_at))) await tell(row, performed);
    await close(row, performed);
  };

  /** Undefined when nobody knows: the crash came before it was stored. */
  const outcomeOf = (row: ApprovalRow): Performed | undefined => {
    if (row.error !== null) return { ok: false, error: JSON.parse(row.error) };
    const answer = openOrNone(sealer, row.result, placeOf(sealedColumns.approvalResult, row.id));
    return answer === undefined ? undefined : { ok: true, answer: JSON.parse(answer) };
  };

  return {
    carryOut,
    prepare: async (route: string, input: Input) => (await performing?.prepare?.(route, input)) ?? input,
    async resultOf(row: ApprovalRow): Promise<{ readonly result?: unknown }> {
      const performed = row.state === 'done' ? outcomeOf(row) : undefined;
      if (performed?.ok !== true) return {};
      if (holdsSecret(row.route)) await store.forgetResult(row.id);
      return { result: performed.answer };
    },
    async start(given: Performing) {
      performing = given;
      for (const row of await store.list(['carrying_out'])) await goOn(row);
    },
  };
}

function failed(code: string, message: string): Performed {
  return { ok: false, error: { code, message } };
}

function permissionOf(route: string): Permission | undefined {
  return besideTheTable[route] ?? routeOf(route)?.permission ?? undefined;
}

function holdsSecret(route: string): boolean {
  return routeOf(route)?.leavesNoTrace === true;
}

function routeOf(name: string): Route | undefined {
  return (routes as Readonly<Record<string, Route>>)[name];
}
