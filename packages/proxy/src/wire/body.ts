/** How the end of a message's body is found (RFC 9112 6.3). */
export const NO_BODY = 0;
export const LENGTH_BODY = 1;
export const CHUNKED_BODY = 2;
/** Answers only: the body ends with the connection. */
export const CLOSE_BODY = 3;

export type BodyKind = typeof NO_BODY | typeof LENGTH_BODY | typeof CHUNKED_BODY | typeof CLOSE_BODY;
