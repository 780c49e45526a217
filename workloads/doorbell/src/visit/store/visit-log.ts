import type BetterSqlite3 from 'better-sqlite3';
import type { DoorbellDatabase } from '../../db/database.ts';
import type { Notice } from '../notify/notice.ts';
import type { VisitEvent } from './visit-event.ts';

/** A notification that is due; whoever claimed it sends it. */
export interface DueNotification extends Notice {
  readonly id: number;
  readonly eventId: string;
}

/** A claim that was not settled in this time died with its instance; another one may take it. */
const CLAIM_MS = 60_000;

/** Visits and the notifications that they cause, stored in one transaction. */
export class VisitLog {
  readonly #database: DoorbellDatabase;
  readonly #now: () => number;

  constructor(database: DoorbellDatabase, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  /** Stores the visit and its notification, which is claimed for the caller. */
  record(
    event: Omit<VisitEvent, 'id'>,
    notice: Notice | undefined,
  ): Promise<{ event: VisitEvent; due: DueNotification | undefined }> {
    return this.#database.write((db) => {
      const id = Number(db.prepare(INSERT_EVENT).run(toRow(event)).lastInsertRowid);
      const due = notice && { ...notice, id: this.#addNotification(db, event, notice), eventId: event.eventId };
      return { event: { id, ...event }, due };
    });
  }

  /** Newest first, older than `before`. */
  page(limit: number, before: number | undefined): readonly VisitEvent[] {
    const sql = `SELECT * FROM events WHERE id < ? ORDER BY id DESC LIMIT ?`;
    return this.#database.read((db) =>
      db
        .prepare<unknown[], EventRow>(sql)
        .all(before ?? Number.MAX_SAFE_INTEGER, limit)
        .map(fromRow),
    );
  }

  /** Oldest first, newer than `after`. */
  since(after: number, limit: number): readonly VisitEvent[] {
    const sql = 'SELECT * FROM events WHERE id > ? ORDER BY id LIMIT ?';
    return this.#database.read((db) => db.prepare<unknown[], EventRow>(sql).all(after, limit).map(fromRow));
  }

  newestId(): number {
    return this.#database.read((db) => db.prepare('SELECT coalesce(max(id), 0) FROM events').pluck().get() as number);
  }

  async settle(notification: number, status: 'delivered' | 'failed'): Promise<void> {
    const sql = 'UPDATE notifications SET status = ?, settled_at = ? WHERE id = ?';
    await this.#database.write((db) => db.prepare(sql).run(status, this.#at(0), notification));
  }

  /** Takes over notifications that nobody has sent, of instances that died. */
  claimAbandoned(limit: number): Promise<readonly DueNotification[]> {
    return this.#database.write((db) =>
      db.prepare<unknown[], DueNotification>(CLAIM).all(this.#at(CLAIM_MS), this.#at(0), limit),
    );
  }

  #addNotification(db: BetterSqlite3.Database, event: Omit<VisitEvent, 'id'>, notice: Notice): number {
    const { type, severity, message } = notice;
    const row = [event.eventId, type, severity, message, this.#at(0), this.#at(CLAIM_MS)];
    return Number(db.prepare(INSERT_NOTIFICATION).run(...row).lastInsertRowid);
  }

  #at(laterMs: number): string {
    return new Date(this.#now() + laterMs).toISOString();
  }
}

const INSERT_EVENT = `
  INSERT INTO events (event_id, occurred_at, source_kind, source_name, outcome, reason, faces, motion, duration_ms,
    trace_id, service_version, instance)
  VALUES (@event_id, @occurred_at, @source_kind, @source_name, @outcome, @reason, @faces, @motion, @duration_ms,
    @trace_id, @service_version, @instance)`;

const INSERT_NOTIFICATION = `
  INSERT INTO notifications (event_id, type, severity, message, status, created_at, claimed_until)
  VALUES (?, ?, ?, ?, 'pending', ?, ?)`;

const CLAIM = `
  UPDATE notifications SET claimed_until = ? WHERE id IN
    (SELECT id FROM notifications WHERE status = 'pending' AND claimed_until < ? ORDER BY id LIMIT ?)
  RETURNING id, event_id AS eventId, type, severity, message`;

interface EventRow {
  readonly id: number;
  readonly event_id: string;
  readonly occurred_at: string;
  readonly source_kind: VisitEvent['source']['kind'];
  readonly source_name: string;
  readonly outcome: VisitEvent['outcome'];
  readonly reason: string;
  readonly faces: string;
  readonly motion: number | null;
  readonly duration_ms: number;
  readonly trace_id: string;
  readonly service_version: string;
  readonly instance: string;
}

function toRow(event: Omit<VisitEvent, 'id'>): Omit<EventRow, 'id'> {
  return {
    event_id: event.eventId,
    occurred_at: event.occurredAt,
    source_kind: event.source.kind,
    source_name: event.source.name,
    outcome: event.outcome,
    reason: event.reason,
    faces: JSON.stringify(event.faces),
    motion: event.motion,
    duration_ms: event.durationMs,
    trace_id: event.traceId,
    service_version: event.serviceVersion,
    instance: event.instance,
  };
}

function fromRow(row: EventRow): VisitEvent {
  return {
    id: row.id,
    eventId: row.event_id,
    occurredAt: row.occurred_at,
    source: { kind: row.source_kind, name: row.source_name },
    outcome: row.outcome,
    reason: row.reason,
    faces: JSON.parse(row.faces) as VisitEvent['faces'],
    motion: row.motion,
    durationMs: row.duration_ms,
    traceId: row.trace_id,
    serviceVersion: row.service_version,
    instance: row.instance,
  };
}
