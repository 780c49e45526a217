import type { RequestHead } from '../wire/request-head.ts';

/**
 * Writes X-Forwarded-For, -Proto and -Host for one client connection. What a client claims is believed only from this machine
 * (a TLS terminator in front); from anywhere else it is replaced, since anybody can write such fields.
 */
export class Forwarded {
  readonly #address: string;
  readonly #isTrusted: boolean;
  #host = '';
  #text = '';

  constructor(remoteAddress: string | undefined) {
    this.#address = (remoteAddress ?? 'unknown').replace(/^::ffff:/, '');
    this.#isTrusted = this.#address === '::1' || this.#address.startsWith('127.');
  }

  lines(request: RequestHead): string {
    const claims = request.forwardedFor !== '' || request.forwardedProto !== '' || request.forwardedHost !== '';
    if (claims && this.#isTrusted) return this.#extend(request);
    if (this.#host !== request.host || this.#text === '') {
      this.#host = request.host;
      this.#text = linesOf(this.#address, 'http', request.host);
    }
    return this.#text;
  }

  #extend(request: RequestHead): string {
    const chain = request.forwardedFor === '' ? this.#address : `${request.forwardedFor}, ${this.#address}`;
    return linesOf(chain, request.forwardedProto || 'http', request.forwardedHost || request.host);
  }
}

function linesOf(chain: string, proto: string, host: string): string {
  return `X-Forwarded-For: ${chain}\r\nX-Forwarded-Proto: ${proto}\r\nX-Forwarded-Host: ${host}\r\n`;
}
