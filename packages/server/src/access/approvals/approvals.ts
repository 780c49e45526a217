import { createHash } from 'node:crypto';
import type { Approval } from '@seaworthy/api';
import { placeOf, sealedColumns } from '../../db/sealed-column.ts';
import { AccessError } from '../access-error.ts';
import type { AccessEvent, Asker } from '../events.ts';
import { said } from '../events.ts';
import type { Principal } from '../principal.ts';
import type { Random } from '../secret.ts';
import type { ApprovalPolicy } from './approval-policy.ts';
import { ruleFor } from './approval-policy.ts';
import type { ApprovalRow } from './approval-store.ts';
import { toApproval } from './approval-view.ts';
import type { CarryOutOptions, Performing } from './carry-out.ts';
import { createCarryOut } from './carry-out.ts';

/** A change that somebody may make, as it came. */
export interface ProtectedCall {
  /** Its name in the API's table. */
  readonly route: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly caller: Principal;
  /** For people, without secrets. */
  readonly summary: string;
  readonly asked: unknown;
  /** It holds a secret: no hash of it is kept. */
  readonly leavesNoTrace: boolean;
  /** Why it is to be made at once. */
  readonly breakGlass: string | undefined;
  readonly sourceAddress: string;
}

/**
 * Changes that need a second person: kept, sealed, until enough others approve, and then made exactly once in the name of
 * whoever asked, who must still be allowed to. Whoever asks never approves, by whatever credential they come.
 */
export interface Approvals {
  /** The request that waits, when the call may not be made at once; the same call again is the same request. */
  hold(call: ProtectedCall): Promise<Approval | undefined>;
  list(which: 'pending' | 'all'): Promise<Approval[]>;
  /** `result`: for whoever asked, once where it holds a secret. */
  get(id: string, by: Asker): Promise<Approval & { readonly result?: unknown }>;
  /** The last approval that is needed makes the change before this resolves. Approving twice is approving once. */
  approve(id: string, reason: string | undefined, by: Asker): Promise<Approval>;
  reject(id: string, reason: string, by: Asker): Promise<Approval>;
  /** Once: goes on with what a crash interrupted, and lets requests expire on time. Returns the stop. */
  start(performing: Performing): Promise<() => void>;
}

export interface ApprovalOptions extends CarryOutOptions {
  readonly policy: ApprovalPolicy;
  readonly random: Random;
  readonly tell: (event: AccessEvent) => Promise<void>;
}

const keptMs = 90 * 86_400_000;
const lookMs = 30_000;
/** Of one asker: more is a mistake, or a flood before which nobody finds what matters. */
const mostPending = 50;

export function createApprovals(options: ApprovalOptions): Approvals {
  const { store, policy, sealer, clock, random, tell } = options;
  const carrier = createCarryOut(options);

  const view = async (row: ApprovalRow): Promise<Approval> => toApproval(row, await store.votesOn(row.id));
  const find = async (id: string): Promise<ApprovalRow> => {
    const row = await store.get(id);
    if (row === undefined) throw new AccessError('not_found', `There is no approval ${id}.`);
    return (await expire(row)) ? { ...row, state: 'expired', ended_at: row.expires_at } : row;
  };
  const about = (row: ApprovalRow, by: { readonly name: string; readonly sourceAddress?: string | undefined }) => ({
    type: 'authorization' as const,
    actor: by.name,
    resource: `approvals/${row.id}`,
    ...said(by, `${row.summary}, asked for by ${row.asked_by}`),
  });

  /** Whether this was the moment: of several who look, one lets it expire. */
  const expire = async (row: ApprovalRow): Promise<boolean> => {
    if (row.state !== 'pending' || row.expires_at > clock.now()) return false;
    const over = { state: 'expired', ended_at: row.expires_at, call: null };
    if (await store.move(row.id, 'pending', over)) {
      await tell({ ...about(row, { name: 'system' }), action: 'approval.expire', result: 'refused' });
    }
    return true;
  };

  const waitingOf = async ({ name }: Principal) =>
    (await store.list(['pending'])).filter((row) => row.asked_by === name && row.expires_at > clock.now());
  const hashedCall = ({ leavesNoTrace, route }: ProtectedCall, input: unknown) =>
    leavesNoTrace ? null : hashOf(route, input);

  /** What is made at once is not to be approved and made once more. */
  const withdraw = async (call: ProtectedCall): Promise<void> => {
    const pending = (await waitingOf(call.caller)).filter(({ route }) => route === call.route);
    if (pending.length === 0) return;
    const hash = hashedCall(call, await carrier.prepare(call.route, call.input));
    const row = pending.find(({ call_hash, summary }) => call_hash === hash && (hash ?? summary === call.summary));
    const over = { state: 'withdrawn', ended_at: clock.now(), call: null };
    if (row === undefined || !(await store.move(row.id, 'pending', over))) return;
    const by = { name: row.asked_by, sourceAddress: call.sourceAddress };
    await tell({ ...about(row, by), action: 'approval.withdraw', result: 'success' });
  };

  const breakGlass = async (call: ProtectedCall, reason: string): Promise<void> => {
    const isAllowed = policy.breakGlass && call.caller.permissions.has('approvals:break-glass');
    await tell({
      ...{ type: 'security_event', actor: call.caller.name, action: 'approval.break_glass', resource: call.summary },
      ...{ result: isAllowed ? 'success' : 'refused', reason, sourceAddress: call.sourceAddress },
    });
    if (isAllowed) return withdraw(call);
    const details = [{ path: 'permission', message: 'approvals:break-glass' }];
    throw new AccessError('forbidden', 'Nobody may act at once here who has not approvals:break-glass.', { details });
  };

  const add = async (call: ProtectedCall): Promise<ApprovalRow | undefined> => {
    const { act, rule } = ruleFor(policy, call.route, call.input) ?? {};
    if (act === undefined || rule === undefined) return undefined;
    const input = await carrier.prepare(call.route, call.input);
    const [pending, hash] = [await waitingOf(call.caller), hashedCall(call, input)];
    const same = pending.find((row) => hash !== null && row.call_hash === hash);
    if (same !== undefined) return same;
    if (pending.length >= mostPending) {
      throw new AccessError('rate_limited', `${mostPending} changes of yours wait for approval already.`);
    }
    const id = `apr-${random(9).toString('hex')}`;
    const row: ApprovalRow = {
      ...{ id, act, route: call.route, summary: call.summary, asked: JSON.stringify(call.asked ?? null) },
      ...{ call: sealer.seal(JSON.stringify(input), placeOf(sealedColumns.approvalCall, id)), call_hash: hash },
      ...{ asked_by: call.caller.name, via: call.caller.via, credential_id: call.caller.credentialId },
      ...{ needed: rule.approvers, state: 'pending', created_at: clock.now(), expires_at: clock.now() + rule.waitMs },
      ...{ ended_at: null, result: null, error: null },
    };
    await store.add(row);
    const by = { name: row.asked_by, sourceAddress: call.sourceAddress };
    await tell({ ...about(row, by), action: 'approval.request', result: 'success' });
    return row;
  };

  /** One that may still be decided on, by somebody who did not ask for it. */
  const open = async (id: string, by: Asker): Promise<ApprovalRow> => {
    const row = await find(id);
    if (row.asked_by === by.name) {
      const told = { ...about(row, by), type: 'security_event' as const };
      await tell({ ...told, action: 'approval.by_asker', result: 'refused' });
      throw new AccessError('forbidden', 'Whoever asked cannot decide on it.', {
        hint: 'Ask somebody else who has approvals:write.',
      });
    }
    return row;
  };

  return {
    async hold(call) {
      if (ruleFor(policy, call.route, call.input) === undefined) return undefined;
      if (call.breakGlass !== undefined) {
        await breakGlass(call, call.breakGlass);
        return undefined;
      }
      const row = await add(call);
      return row && view(row);
    },
    async list(which) {
      for (const row of await store.list(['pending'])) await expire(row);
      return Promise.all((await store.list(which === 'all' ? undefined : ['pending', 'carrying_out'])).map(view));
    },
    async get(id, by) {
      const row = await find(id);
      const seen = await view(row);
      return row.asked_by === by.name ? { ...seen, ...(await carrier.resultOf(row)) } : seen;
    },
    async approve(id, reason, by) {
      const row = await open(id, by);
      const isTheirs = (await store.votesOn(id)).some(
        ({ voter, verdict }) => voter === by.name && verdict === 'approve',
      );
      if (isTheirs) return view(row);
      if (row.state !== 'pending') throw isOver(row);
      const vote = { approval_id: id, voter: by.name, reason: reason ?? null, at: clock.now() };
      const isLast = await store.approve(vote, row.needed);
      await tell({ ...about(row, by), action: 'approval.approve', result: 'success' });
      if (isLast) await carrier.carryOut(row);
      return view(await find(id));
    },
    async reject(id, reason, by) {
      const row = await open(id, by);
      const vote = { approval_id: id, voter: by.name, reason, at: clock.now() };
      if (!(await store.reject(vote))) throw isOver(await find(id));
      await tell({ ...about(row, by), action: 'approval.reject', result: 'success', reason });
      return view(await find(id));
    },
    async start(performing) {
      await carrier.start(performing);
      const look = async () => {
        for (const row of await store.list(['pending'])) await expire(row);
        await store.removeBefore(clock.now() - keptMs);
      };
      await look();
      return clock.every(lookMs, look);
    },
  };
}

function hashOf(route: string, input: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify([route, input]))
    .digest('hex');
}

function isOver({ id, state }: ApprovalRow): AccessError {
  const inWords = state === 'carrying_out' ? 'is being carried out' : `is ${state}`;
  return new AccessError('approval_over', `The request ${id} ${inWords}.`);
}
