export type AuditErrorCode =
  | 'options_invalid'
  | 'entry_invalid'
  | 'log_locked'
  | 'log_damaged'
  | 'log_truncated'
  | 'log_failed'
  | 'log_closed'
  | 'log_overloaded'
  | 'key_invalid'
  | 'key_exposed'
  | 'key_unknown'
  | 'no_signing_key'
  | 'checkpoint_invalid'
  | 'range_empty'
  | 'entry_unknown';

/** What went wrong with the audit log, and what to do. */
export class AuditError extends Error {
  readonly code: AuditErrorCode;
  readonly hint: string;

  constructor(code: AuditErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AuditError';
    this.code = code;
    this.hint = hint;
  }
}
