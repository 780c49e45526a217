import type { Socket } from 'node:net';

/** Up to here, head and body go out as one string: one call, no buffer. */
const SHORT_BYTES = 2_048;
/** Up to here, copying the body behind the head is cheaper than a second write. */
const COPY_BYTES = 32_768;

/** More than this waiting in a socket means that its peer is slower than ours: stop reading from the other side. */
export const HIGH_WATER_BYTES = 65_536;

/** Writes `head` (latin1) and `bytes` from `start` to `end` in as few writes as pays. */
export function writeTogether(socket: Socket, head: string, bytes: Buffer, start: number, end: number): void {
  const length = end - start;
  if (length === 0) socket.write(head, 'latin1');
  else if (length <= SHORT_BYTES) socket.write(head + bytes.toString('latin1', start, end), 'latin1');
  else if (length <= COPY_BYTES) {
    const whole = Buffer.allocUnsafe(head.length + length);
    whole.write(head, 'latin1');
    bytes.copy(whole, head.length, start, end);
    socket.write(whole);
  } else {
    socket.cork();
    socket.write(head, 'latin1');
    socket.write(bytes.subarray(start, end));
    socket.uncork();
  }
}

export function isFull(socket: Socket): boolean {
  return socket.writableLength > HIGH_WATER_BYTES;
}
