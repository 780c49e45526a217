import type { Migration } from '../migrate.ts';

/** People and their encodings, the visits, the notifications that are due. Only ever added to: two versions share it. */
export const visits: Migration = {
  version: 1,
  name: 'visits',
  up: `
    CREATE TABLE people (
      id INTEGER PRIMARY KEY,
      list TEXT NOT NULL CHECK (list IN ('known', 'blacklist')),
      name TEXT NOT NULL COLLATE NOCASE,
      created_at TEXT NOT NULL,
      UNIQUE (list, name)
    );
    CREATE TABLE encodings (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      person_id INTEGER NOT NULL REFERENCES people (id) ON DELETE CASCADE,
      encoding BLOB NOT NULL CHECK (length(encoding) = 512),
      created_at TEXT NOT NULL
    );
    CREATE INDEX encodings_by_person ON encodings (person_id);
    CREATE TABLE gallery_version (only INTEGER PRIMARY KEY CHECK (only = 1), version INTEGER NOT NULL);
    INSERT INTO gallery_version VALUES (1, 1);
    CREATE TABLE events (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      event_id TEXT NOT NULL UNIQUE,
      occurred_at TEXT NOT NULL,
      source_kind TEXT NOT NULL,
      source_name TEXT NOT NULL,
      outcome TEXT NOT NULL,
      reason TEXT NOT NULL,
      faces TEXT NOT NULL,
      motion REAL,
      duration_ms INTEGER NOT NULL,
      trace_id TEXT NOT NULL,
      service_version TEXT NOT NULL,
      instance TEXT NOT NULL
    );
    CREATE TABLE notifications (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      event_id TEXT NOT NULL REFERENCES events (event_id),
      type TEXT NOT NULL,
      severity TEXT NOT NULL,
      message TEXT NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
      created_at TEXT NOT NULL,
      claimed_until TEXT NOT NULL,
      settled_at TEXT
    );
    CREATE INDEX notifications_pending ON notifications (claimed_until) WHERE status = 'pending';
    CREATE TABLE accuracy (
      measurement TEXT PRIMARY KEY,
      percent REAL NOT NULL,
      details TEXT NOT NULL,
      measured_at TEXT NOT NULL
    );
  `,
};
