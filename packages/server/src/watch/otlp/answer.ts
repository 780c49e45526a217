import type { Encoding } from './encoding.ts';
import { contentTypes, encode, encodingOf } from './encoding.ts';
import { rejectedCounts, responses, Status, statusCodes } from './schema/answers.ts';
import type { Signal } from './signal.ts';
import type { DecodeError } from './wire/decode-error.ts';
import type { Message } from './wire/message.ts';

/** What a sender is told; HTTP carries it as it is. */
export interface OtlpAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly retryAfterSeconds?: number;
}

export interface Rejected {
  readonly rejected: number;
  readonly reason: string;
}

/** All was taken, or all but a few: a sender must not send those again. */
export function taken(encoding: Encoding, signal: Signal, { rejected, reason }: Rejected): OtlpAnswer {
  const partialSuccess = { [rejectedCounts[signal]]: rejected, errorMessage: reason };
  const response: Message<object> = responses[signal];
  const body = encode(encoding, response, rejected === 0 ? {} : { partialSuccess });
  return { status: 200, contentType: contentTypes[encoding], body };
}

/** Never to be sent again as it is. */
export function unreadable(encoding: Encoding, error: DecodeError): OtlpAnswer {
  return error.kind === 'too_large'
    ? refusal(encoding, 413, statusCodes.resourceExhausted, `The request is too large: ${error.message}.`)
    : refusal(encoding, 400, statusCodes.invalidArgument, `The request cannot be read: ${error.message}.`);
}

/** Nothing of it was taken; it may come again after a while. */
export function comeBack(
  encoding: Encoding,
  status: 429 | 503,
  message: string,
  retryAfterSeconds: number,
): OtlpAnswer {
  return { ...refusal(encoding, status, statusCodes.unavailable, message), retryAfterSeconds };
}

export function unknownType(contentType: string): OtlpAnswer {
  const message = `The content type ${contentType.slice(0, 100) || 'is missing; it'} is not supported: send ${contentTypes.protobuf} or ${contentTypes.json}.`;
  return refusal('json', 415, statusCodes.invalidArgument, message);
}

/** What HTTP itself refuses: a missing token, a body that is too long. */
export function refusedByHttp(status: number, message: string, contentType: string): OtlpAnswer {
  return refusal(
    encodingOf(contentType) ?? 'json',
    status,
    codesByStatus[status] ?? statusCodes.invalidArgument,
    message,
  );
}

const codesByStatus: Readonly<Record<number, number>> = {
  401: statusCodes.unauthenticated,
  403: statusCodes.permissionDenied,
  413: statusCodes.resourceExhausted,
  429: statusCodes.unavailable,
  500: statusCodes.internal,
  503: statusCodes.unavailable,
};

function refusal(encoding: Encoding, status: number, code: number, message: string): OtlpAnswer {
  return { status, contentType: contentTypes[encoding], body: encode(encoding, Status, { code, message }) };
}
