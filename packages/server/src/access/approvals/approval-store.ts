import type { Selectable } from 'kysely';
import type { Database, Tables } from '../../db/database.ts';

export type ApprovalRow = Selectable<Tables['approvals']>;
export type VoteRow = Selectable<Tables['approval_votes']>;

/** What waits for a second person, and who said what about it. */
export interface ApprovalStore {
  add(row: ApprovalRow): Promise<void>;
  get(id: string): Promise<ApprovalRow | undefined>;
  /** Newest first. */
  list(states?: readonly string[]): Promise<ApprovalRow[]>;
  votesOn(id: string): Promise<VoteRow[]>;
  /**
   * Adds an approval; true when it was the last one that was needed, and then to one caller alone: the row is
   * `carrying_out` from that moment on.
   */
  approve(vote: Omit<VoteRow, 'verdict'>, needed: number): Promise<boolean>;
  /** False when it was over before. */
  reject(vote: Omit<VoteRow, 'verdict'>): Promise<boolean>;
  /** From one state to another; false when it was no longer in the first. */
  move(id: string, from: string, to: Partial<ApprovalRow> & { readonly state: string }): Promise<boolean>;
  forgetResult(id: string): Promise<void>;
  /** Ended ones from before that time. */
  removeBefore(timeMs: number): Promise<void>;
}

export function createApprovalStore(database: Database): ApprovalStore {
  const moveIn = async (
    db: Pick<Database, 'updateTable'>,
    id: string,
    from: string,
    to: Partial<ApprovalRow>,
    aliveAtMs?: number,
  ): Promise<boolean> => {
    const update = db.updateTable('approvals').set(to).where('id', '=', id).where('state', '=', from);
    const bounded = aliveAtMs === undefined ? update : update.where('expires_at', '>', aliveAtMs);
    return (await bounded.executeTakeFirst()).numUpdatedRows === 1n;
  };
  return {
    async add(row) {
      await database.insertInto('approvals').values(row).execute();
    },
    get: (id) => database.selectFrom('approvals').selectAll().where('id', '=', id).executeTakeFirst(),
    list(states) {
      const all = database.selectFrom('approvals').selectAll().orderBy('created_at', 'desc').orderBy('id', 'desc');
      return (states === undefined ? all : all.where('state', 'in', states)).execute();
    },
    votesOn: (id) =>
      database.selectFrom('approval_votes').selectAll().where('approval_id', '=', id).orderBy('at').execute(),
    approve: (vote, needed) =>
      database.transaction().execute(async (within) => {
        const pending = within.selectFrom('approvals').select('id').where('id', '=', vote.approval_id);
        if ((await pending.where('state', '=', 'pending').executeTakeFirst()) === undefined) return false;
        const voting = within.insertInto('approval_votes').values({ ...vote, verdict: 'approve' });
        await voting.onConflict((conflict) => conflict.doNothing()).execute();
        const votes = within.selectFrom('approval_votes').select('voter').where('approval_id', '=', vote.approval_id);
        const approved = await votes.where('verdict', '=', 'approve').execute();
        if (approved.length < needed) return false;
        return moveIn(within, vote.approval_id, 'pending', { state: 'carrying_out' }, vote.at);
      }),
    reject: (vote) =>
      database.transaction().execute(async (within) => {
        const over = { state: 'rejected', ended_at: vote.at, call: null };
        if (!(await moveIn(within, vote.approval_id, 'pending', over, vote.at))) return false;
        const voting = within.insertInto('approval_votes').values({ ...vote, verdict: 'reject' });
        const instead = { verdict: 'reject', reason: vote.reason, at: vote.at };
        await voting.onConflict((on) => on.columns(['approval_id', 'voter']).doUpdateSet(instead)).execute();
        return true;
      }),
    move: (id, from, to) => moveIn(database, id, from, to),
    async forgetResult(id) {
      await database.updateTable('approvals').set({ result: null }).where('id', '=', id).execute();
    },
    async removeBefore(timeMs) {
      await database.deleteFrom('approvals').where('ended_at', '<', timeMs).execute();
    },
  };
}
