interface ErrorKind {
  readonly status: number;
  readonly hint: string;
  /** Seconds after which the same request may succeed. */
  readonly retryAfterSeconds?: number;
}

/** Every error that the API answers with, beside the kit's own `internal`. */
export const ERRORS = {
  not_found: {
    status: 404,
    hint: 'The API: /api/doorbell/press, /api/faces/known, /api/faces/blacklist, /api/events.',
  },
  method_not_allowed: { status: 405, hint: 'See the Allow header.' },
  bad_request: { status: 400, hint: 'Correct the request as the message says.' },
  name_missing: { status: 400, hint: 'Add ?name=Ada%20L with letters, digits, spaces, "_" or "-".' },
  camera_unknown: {
    status: 404,
    hint: 'Name a camera of the configuration (camera.folders), or send a JPEG as the body.',
  },
  picture_missing: { status: 400, hint: 'Send a JPEG as the body, or name a camera: ?camera=NAME.' },
  not_a_jpeg: { status: 415, hint: 'Send a JPEG: curl --data-binary @photo.jpg -H "content-type: image/jpeg".' },
  picture_truncated: { status: 400, hint: 'The end of the file is missing; send the whole file.' },
  picture_unreadable: { status: 422, hint: 'Save the picture again as an ordinary JPEG, and send that.' },
  picture_too_large: { status: 413, hint: 'Send a smaller picture; 1280 pixels on the long side are plenty.' },
  body_too_large: { status: 413, hint: 'Send a smaller body.' },
  no_face: {
    status: 422,
    hint: 'Use a picture that shows the face from the front, well lit, at least 50 pixels wide.',
  },
  several_faces: { status: 422, hint: 'Cut the picture so that it shows one face only.' },
  person_unknown: { status: 404, hint: 'GET the list for the names that are enrolled.' },
  too_many_viewers: {
    status: 503,
    hint: 'Close another event stream, or raise stream.maxViewers.',
    retryAfterSeconds: 10,
  },
  busy: { status: 503, hint: 'The queue is full; try again shortly.', retryAfterSeconds: 1 },
  stopping: { status: 503, hint: 'This instance is stopping; try again, another one answers.', retryAfterSeconds: 1 },
  storage_unavailable: { status: 503, hint: 'The database cannot be used now; see /health.', retryAfterSeconds: 2 },
  press_timeout: { status: 504, hint: 'The visit is still being worked on; it will appear in /api/events.' },
  recognition_failed: { status: 500, hint: 'The face models failed on this picture; see the log by the trace id.' },
  injected_fault: { status: 500, hint: 'This instance runs with FAULT=errors, for demonstration.' },
} satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

export interface ApiErrorOptions extends ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that the client is told of as it is: the kit reads these properties. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly expose = true;
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly hint: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, { headers, ...options }: ApiErrorOptions = {}) {
    super(message, options);
    const { status, hint, retryAfterSeconds }: ErrorKind = ERRORS[code];
    this.code = code;
    this.statusCode = status;
    this.hint = hint;
    this.headers = { ...headers, ...(retryAfterSeconds !== undefined && { 'retry-after': `${retryAfterSeconds}` }) };
  }
}
