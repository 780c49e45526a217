/** A request below `/api/v1`, from whatever server it came in. */
export interface PrometheusRequest {
  readonly method: string;
  /** Decoded, without `/api/v1`: `/label/job/values`. */
  readonly path: string;
  /** Of a form first, then of the address. */
  readonly parameters: URLSearchParams;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface PrometheusAnswer {
  readonly status: number;
  /** JSON in pieces, made as they are taken: an answer may be far larger than what should be in memory at once. */
  readonly body: Iterable<string>;
  /** To be called once, when the body was taken or will not be. */
  finished(): void;
}

/** What a route gives when all is well. */
export interface Success {
  readonly data: Iterable<string>;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
  readonly finished?: () => void;
}

const STATUS = {
  bad_data: 400,
  not_found: 404,
  not_allowed: 405,
  execution: 422,
  timeout: 503,
  canceled: 503,
  unavailable: 503,
} as const;

export type FailureType = keyof typeof STATUS;

/** What the caller did wrong, or why there is no answer; the message is for the caller. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';

  constructor(
    readonly type: FailureType,
    message: string,
  ) {
    super(message);
  }
}

export function badData(message: string): ApiFailure {
  return new ApiFailure('bad_data', message);
}

export function badParameter(name: string, message: string): ApiFailure {
  return badData(`invalid parameter ${JSON.stringify(name)}: ${message}`);
}

export function successAnswer({ data, warnings = [], infos = [], finished = () => {} }: Success): PrometheusAnswer {
  return { status: 200, body: successBody(data, warnings, infos), finished };
}

export function failureAnswer({ type, message }: ApiFailure): PrometheusAnswer {
  const body = JSON.stringify({ status: 'error', errorType: type, error: message });
  return { status: STATUS[type], body: [body], finished: () => {} };
}

function* successBody(data: Iterable<string>, warnings: readonly string[], infos: readonly string[]) {
  yield '{"status":"success","data":';
  yield* data;
  if (warnings.length > 0) yield `,"warnings":${JSON.stringify(warnings)}`;
  if (infos.length > 0) yield `,"infos":${JSON.stringify(infos)}`;
  yield '}';
}
