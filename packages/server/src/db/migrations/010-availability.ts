import type { Migration } from '../migration.ts';

/** What was seen of one UTC day; what is missing to the whole day was not observed. */
export interface AvailabilityDayRow {
  /** `service`, or `probe:NAME`. */
  component: string;
  /** Days since 1970. */
  day: number;
  up_ms: number;
  down_ms: number;
}

export interface OutageRow {
  id: string;
  component: string;
  began_at: number;
  /** Null until it was seen up again. */
  ended_at: number | null;
  /** How long of it was seen; the rest nobody looked. */
  down_ms: number;
}

export interface AvailabilityTables {
  availability_days: AvailabilityDayRow;
  outages: OutageRow;
}

export const availability: Migration = {
  number: 10,
  name: 'availability',
  up: [
    `CREATE TABLE availability_days (
      component TEXT NOT NULL,
      day BIGINT NOT NULL,
      up_ms BIGINT NOT NULL,
      down_ms BIGINT NOT NULL,
      PRIMARY KEY (component, day)
    )`,
    `CREATE TABLE outages (
      id TEXT PRIMARY KEY,
      component TEXT NOT NULL,
      began_at BIGINT NOT NULL,
      ended_at BIGINT,
      down_ms BIGINT NOT NULL
    )`,
    'CREATE INDEX outages_by_begin ON outages (began_at)',
  ],
  down: ['DROP TABLE outages', 'DROP TABLE availability_days'],
};
