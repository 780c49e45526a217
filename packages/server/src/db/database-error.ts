import { Failure } from '../platform/failure.ts';

export type DatabaseErrorCode = 'schema_newer' | 'schema_changed' | 'schema_gap' | 'migration_failed';

export class DatabaseError extends Failure<DatabaseErrorCode> {}
