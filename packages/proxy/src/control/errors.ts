interface ErrorEntry {
  readonly status: number;
  readonly retryable: boolean;
  readonly hint: string;
}

/** Every failure that the control client can meet. */
export const PROXY_ERRORS = {
  unreachable: { status: 0, retryable: true, hint: 'The proxy process is not running. `seaworthy up` starts it.' },
  timeout: { status: 0, retryable: true, hint: 'The proxy did not answer in time. Look at its log.' },
  cancelled: { status: 0, retryable: true, hint: 'The caller gave up waiting.' },
  closed: { status: 0, retryable: false, hint: 'Connect again: this client was closed.' },
  invalid_request: { status: 400, retryable: false, hint: 'Correct the fields that the message names.' },
  unknown_call: { status: 404, retryable: false, hint: 'The proxy is of another version. Restart it.' },
  no_ready_target: {
    status: 409,
    retryable: true,
    hint: 'Wait until a target of the slot is ready, then set the split.',
  },
  slot_serves: { status: 409, retryable: false, hint: 'Take its traffic away with the split first.' },
  listen_failed: { status: 409, retryable: true, hint: 'Choose another listen address, or free this one.' },
  not_stored: { status: 500, retryable: true, hint: 'Check that the state folder is writable and has space.' },
  stopping: { status: 503, retryable: true, hint: 'The proxy is stopping. Connect again when the new one runs.' },
  internal: { status: 500, retryable: false, hint: 'Look at the proxy log.' },
} as const satisfies Record<string, ErrorEntry>;

export type ProxyErrorCode = keyof typeof PROXY_ERRORS;

export function isProxyErrorCode(code: unknown): code is ProxyErrorCode {
  return typeof code === 'string' && Object.hasOwn(PROXY_ERRORS, code);
}

export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly code: ProxyErrorCode;
  readonly hint: string;
  readonly retryable: boolean;

  constructor(code: ProxyErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = PROXY_ERRORS[code].hint;
    this.retryable = PROXY_ERRORS[code].retryable;
  }
}
