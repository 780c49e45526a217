import type { Socket } from 'node:net';
import { connect } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Longer answers than this are none to the short questions that probes ask. */
const ANSWER_LIMIT_BYTES = 65_536;

/** Connects and closes again. */
export async function knock(address: Address, signal: AbortSignal): Promise<void> {
  const socket = await open(address, signal);
  socket.destroy();
}

/**
 * Sends a question and resolves with what `read` makes of the bytes that came so far, as soon as it makes anything.
 * The connection is closed in any case.
 */
export async function exchange<T>(
  address: Address,
  question: Buffer,
  read: (bytes: Buffer) => T | undefined,
  signal: AbortSignal,
): Promise<T> {
  const socket = await open(address, signal);
  try {
    socket.write(question);
    let bytes = Buffer.alloc(0);
    for await (const chunk of socket) {
      bytes = Buffer.concat([bytes, chunk]);
      const answer = read(bytes);
      if (answer !== undefined) return answer;
      if (bytes.length > ANSWER_LIMIT_BYTES) throw new Error('the answer is too long to be one');
    }
    throw new Error('the connection was closed before the answer came');
  } finally {
    socket.destroy();
  }
}

function open({ host, port }: Address, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const socket = connect({ host, port, noDelay: true });
    const onAbort = () => socket.destroy(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => resolve(socket));
    socket.once('close', () => signal.removeEventListener('abort', onAbort));
    // Later errors reach the reader of the socket; the promise is settled by then.
    socket.on('error', reject);
  });
}
