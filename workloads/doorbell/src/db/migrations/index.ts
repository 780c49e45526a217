import type { Migration } from '../migrate.ts';
import { visits } from './001-visits.ts';

/** In order; a migration that has shipped is never changed. */
export const MIGRATIONS: readonly Migration[] = [visits];
