export type DecodeErrorKind = 'malformed' | 'too_large';

/** Why a body cannot be read; its sender's fault, always. It is told as a status of OTLP's own. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  constructor(
    readonly kind: DecodeErrorKind,
    message: string,
  ) {
    super(message);
  }
}

export function malformed(message: string): DecodeError {
  return new DecodeError('malformed', message);
}
