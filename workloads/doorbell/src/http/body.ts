import type { IncomingMessage } from 'node:http';
import { ApiError } from './errors.ts';

/** How much beyond the limit is still read and thrown away: a client that is still sending does not hear an answer. */
const DISCARD_BYTES = 32 * 2 ** 20;

/** Hands the body's chunks to `take`, at most `maxBytes` in all. Throws body_too_large. */
export async function streamBody(
  request: IncomingMessage,
  maxBytes: number,
  take: (chunk: Buffer) => void,
): Promise<number> {
  const tooLarge = new ApiError('body_too_large', `the body is larger than ${maxBytes} bytes`);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes + DISCARD_BYTES) throw tooLarge;
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= maxBytes) take(chunk);
    if (bytes > maxBytes + DISCARD_BYTES) throw tooLarge;
  }
  if (bytes > maxBytes) throw tooLarge;
  return bytes;
}

/** The whole body; throws body_too_large. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await streamBody(request, maxBytes, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks);
}
