export type DecodeErrorCode = 'malformed' | 'too_large';

/** Why a body cannot be read; its sender's fault, always. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  constructor(
    readonly code: DecodeErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export function malformed(message: string): DecodeError {
  return new DecodeError('malformed', message);
}
