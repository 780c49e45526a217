import type { Socket } from 'node:net';
import { CHUNKED_BODY, CLOSE_BODY } from '../wire/body.ts';
import { ChunkedReader } from '../wire/chunked-reader.ts';
import { withoutLines } from '../wire/field-lines.ts';
import type { ResponseHead } from '../wire/response-head.ts';
import { writeTogether } from './write-together.ts';

/** Passes an answer on to the client, byte for byte but for the fields of the hop, and unchunked for clients that speak HTTP/1.0. */
export class AnswerRelay {
  readonly #socket: Socket;
  isEventStream = false;
  #isChunked = false;
  endsWithConnection = false;
  #unchunk: ChunkedReader | undefined;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Writes the head and the body's first part; whether the client's connection can be kept after the answer. */
  begin(head: ResponseHead, minor: 0 | 1, keepAlive: boolean, bytes: Buffer, start: number, end: number): boolean {
    this.isEventStream = head.isEventStream;
    this.#isChunked = head.body === CHUNKED_BODY;
    const unchunks = this.#isChunked && minor === 0;
    this.endsWithConnection = head.body === CLOSE_BODY || unchunks;
    const isKept = keepAlive && !this.endsWithConnection;
    const option = isKept ? (minor === 0 ? 'Connection: keep-alive\r\n' : '') : 'Connection: close\r\n';
    if (unchunks) {
      this.#unchunk = new ChunkedReader();
      this.#socket.write(`${withoutLines(head.kept, ['transfer-encoding'])}${option}\r\n`, 'latin1');
      this.piece(bytes, start, end);
    } else {
      this.#unchunk = undefined;
      writeTogether(this.#socket, `${head.kept}${option}\r\n`, bytes, start, end);
    }
    return isKept;
  }

  piece(bytes: Buffer, start: number, end: number): void {
    if (start === end) return;
    const piece = start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end);
    if (this.#unchunk) this.#unchunk.read(piece, 0, (from, to) => this.#socket.write(piece.subarray(from, to)));
    else this.#socket.write(piece);
  }

  /** Ends the body early, where its framing allows a clean end. */
  end(isBetweenChunks: boolean): boolean {
    if (this.endsWithConnection) return true;
    if (!this.#isChunked || !isBetweenChunks) return false;
    this.#socket.write('0\r\n\r\n');
    return true;
  }
}
