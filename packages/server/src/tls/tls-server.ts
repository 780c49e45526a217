import type { RequestListener, Server } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Certificate } from './certificate.ts';

/** The first byte of every TLS connection: a handshake record (RFC 8446, section 5.1). */
const handshakeByte = 22;
/** A client that says nothing is let go. */
const silenceMs = 20_000;

/**
 * An HTTPS server that answers plain HTTP too, with nothing but the word that it is HTTPS which is spoken here. Each
 * connection is told apart by its first byte.
 */
export function createTlsServer({ context }: Certificate, listener: RequestListener): HttpsServer {
  const server = createHttpsServer(context, listener);
  const beginTls = server.listeners('connection') as ((socket: Socket) => void)[];
  const plain = createHttpServer(sayHttps);
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    firstByte(socket, (byte) => {
      if (byte !== handshakeByte) return void plain.emit('connection', socket);
      for (const begin of beginTls) begin.call(server, socket);
    });
  });
  return server;
}

/** New connections get the certificate; those that stand go on with theirs. */
export function renewCertificate(server: Server | HttpsServer, { context }: Certificate): void {
  if ('setSecureContext' in server) server.setSecureContext(context);
}

function firstByte(socket: Socket, found: (byte: number) => void): void {
  const giveUp = () => socket.destroy();
  socket.on('error', giveUp);
  socket.setTimeout(silenceMs, giveUp);
  socket.once('readable', () => {
    const chunk: Buffer | null = socket.read();
    socket.off('error', giveUp);
    socket.setTimeout(0);
    socket.removeListener('timeout', giveUp);
    if (chunk === null) return void socket.destroy();
    // What was read is put back: whoever takes the connection over reads it again.
    socket.unshift(chunk);
    found(chunk[0] ?? 0);
  });
}

const sayHttps: RequestListener = (request, response) => {
  const { host = '' } = request.headers;
  const place = /^[\w.:[\]-]+$/.test(host) ? `https://${host}` : 'https://';
  const error = {
    code: 'bad_request',
    message: 'This port speaks HTTPS, and the request came as plain HTTP.',
    hint: `Use ${place}.`,
    requestId: '',
  };
  response.writeHead(400, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  response.end(`${JSON.stringify({ error })}\n`);
};
