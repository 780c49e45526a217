/**
 * Every error that the API can answer with: HTTP status, exit code of the command line, the sentence, and what to do.
 * `docs/reference/errors.md` is generated from this table; a test holds the two together.
 */
export interface ErrorEntry {
  readonly status: number;
  readonly exit: 1 | 2 | 3 | 4 | 5;
  readonly message: string;
  readonly hint: string;
}

const table = {
  bad_request: {
    status: 400,
    exit: 2,
    message: 'The request is not valid.',
    hint: 'Mend the places that `details` names; /api/v1/openapi.json describes each route.',
  },
  config_invalid: {
    status: 422,
    exit: 2,
    message: 'The configuration is not valid.',
    hint: 'Mend each listed place and run `seaworthy config check`.',
  },
  unauthenticated: {
    status: 401,
    exit: 4,
    message: 'Nobody is signed in.',
    hint: 'Sign in by the link that `seaworthy up` printed, or set SEAWORTHY_TOKEN.',
  },
  forbidden: {
    status: 403,
    exit: 4,
    message: 'This needs a permission that you do not have.',
    hint: 'Ask an administrator for the permission that `details` names.',
  },
  second_factor_required: {
    status: 401,
    exit: 4,
    message: 'A code of the second factor is needed.',
    hint: 'Send the code of your authenticator, or a recovery code, as `otp`.',
  },
  password_refused: {
    status: 422,
    exit: 2,
    message: 'The password is refused.',
    hint: 'Choose a longer one that does not hold your name; a few random words are good.',
  },
  last_admin: {
    status: 409,
    exit: 4,
    message: 'That is the last administrator.',
    hint: 'Make somebody else an administrator first: `seaworthy users role NAME admin`.',
  },
  name_taken: { status: 409, exit: 4, message: 'That name is taken.', hint: 'Choose another name.' },
  role_in_use: {
    status: 409,
    exit: 4,
    message: 'Somebody has that role.',
    hint: 'Give those who have it another role first.',
  },
  not_found: { status: 404, exit: 1, message: 'There is no such thing.', hint: 'List what exists and check the name.' },
  release_not_found: {
    status: 404,
    exit: 1,
    message: 'There is no release of that version.',
    hint: 'Run `seaworthy releases`, or give its files with --source.',
  },
  release_conflict: {
    status: 409,
    exit: 1,
    message: 'That version exists already with other content.',
    hint: 'A release never changes: give the new files a new version.',
  },
  release_rejected: {
    status: 422,
    exit: 1,
    message: 'The files cannot become a release.',
    hint: 'Mend what `details` names: every path must stay inside its own folder.',
  },
  lock_held: {
    status: 409,
    exit: 4,
    message: 'Another deployment of this service is under way.',
    hint: 'Wait for it (--wait-lock 60s), or stop it with `seaworthy abort`.',
  },
  frozen: {
    status: 409,
    exit: 4,
    message: 'Deployments are frozen.',
    hint: 'Wait until the freeze is over, or have it lifted.',
  },
  no_previous_release: {
    status: 409,
    exit: 4,
    message: 'There is no earlier release to go back to.',
    hint: 'Run `seaworthy deployments`; deploy a version with `seaworthy deploy`.',
  },
  no_deployment_active: {
    status: 409,
    exit: 4,
    message: 'No deployment is under way.',
    hint: 'Run `seaworthy deployments` to see the last ones.',
  },
  not_paused: {
    status: 409,
    exit: 4,
    message: 'The deployment is not paused.',
    hint: 'Only a paused deployment can be resumed.',
  },
  not_pausable: {
    status: 409,
    exit: 4,
    message: 'The deployment cannot pause in this phase.',
    hint: 'It can pause between steps of traffic_switch and in analysis; `seaworthy abort` stops it in any phase.',
  },
  silence_refused: {
    status: 422,
    exit: 4,
    message: 'The silence is refused.',
    hint: 'Mend what the message says; `seaworthy config show` has the limits under silences.',
  },
  silence_expired: {
    status: 409,
    exit: 4,
    message: 'The silence is over already.',
    hint: 'Run `seaworthy silences list`.',
  },
  secret_in_use: {
    status: 409,
    exit: 4,
    message: 'Instances use the secret.',
    hint: 'Take it out of runtime.inject first.',
  },
  approval_over: {
    status: 409,
    exit: 4,
    message: 'That request is decided on already, or has expired.',
    hint: 'Run `seaworthy approvals list --all`; ask again for what is still wanted.',
  },
  unsupported: {
    status: 422,
    exit: 2,
    message: 'This installation cannot do that.',
    hint: 'See docs/reference for what is supported.',
  },
  idempotency_conflict: {
    status: 409,
    exit: 2,
    message: 'That Idempotency-Key was used with another request.',
    hint: 'Use a new key for a new request.',
  },
  too_large: { status: 413, exit: 2, message: 'The request is too large.', hint: 'Send less at once.' },
  rate_limited: { status: 429, exit: 1, message: 'Too many requests.', hint: 'Wait for Retry-After seconds.' },
  unavailable: {
    status: 503,
    exit: 1,
    message: 'The control plane cannot do this at present.',
    hint: 'Run `seaworthy doctor`.',
  },
  audit_unavailable: {
    status: 503,
    exit: 1,
    message: 'The audit trail cannot be written, so nothing is changed.',
    hint: 'Free or mend the disk of the state folder; it goes on by itself then. `seaworthy health` shows the check audit.',
  },
  internal: {
    status: 500,
    exit: 1,
    message: 'Something in the control plane failed.',
    hint: "Look for the request id in the server's log.",
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof table;
export const errors: Readonly<Record<ErrorCode, ErrorEntry>> = table;
export const errorCodes = Object.keys(table) as ErrorCode[];
