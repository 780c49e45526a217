// A service that knows nothing of Seaworthy: plain Node, /health, /metrics, and the kinds of traffic that a proxy can lose.
// FAULT: exit | unhealthy | invalid | errors:P | slow:MS | exit-after:REQUESTS. DELAY_MS: how long GET / takes when all is well.
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';

const version = process.env.SERVICE_VERSION ?? 'unknown';
const [fault, amount] = (process.env.FAULT ?? '').split(':');
const delayMs = Number(process.env.DELAY_MS ?? 0) + (fault === 'slow' ? Number(amount) : 0);
let served = 0;

if (fault === 'exit') {
  process.stderr.write('cannot start: the settings are broken\n');
  process.exit(3);
}

const server = createServer((request, response) => {
  const path = request.url.split('?')[0];
  response.setHeader('x-version', version);
  if (path === '/health')
    return answer(response, fault === 'unhealthy' ? 503 : 200, 'text/plain', fault === 'unhealthy' ? 'sick' : 'ok');
  if (path === '/metrics')
    return answer(
      response,
      200,
      'text/plain; version=0.0.4',
      `# HELP served_total Requests served.\n# TYPE served_total counter\nserved_total ${served}\n`,
    );
  if (path === '/validate') return answer(response, fault === 'invalid' ? 500 : 200, 'text/plain', 'checked');
  served += 1;
  if (fault === 'exit-after' && served === Number(amount)) process.exit(9);
  if (path === '/sse') return stream(request, response);
  if (path === '/upload') return receive(request, response);
  setTimeout(() => {
    const broken = fault === 'errors' && Math.random() < Number(amount);
    answer(response, broken ? 500 : 200, 'application/json', JSON.stringify({ version }));
  }, delayMs);
});

server.on('upgrade', (request, socket) => {
  const accept = createHash('sha1')
    .update(`${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`)
    .digest('base64');
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on('error', () => {});
  socket.on('data', (frame) => echo(socket, frame));
});

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
server.listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1');

function answer(response, status, type, body) {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function stream(request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  let id = 0;
  const timer = setInterval(() => response.write(`id: ${++id}\ndata: ${version}\n\n`), 100);
  request.on('close', () => clearInterval(timer));
}

function receive(request, response) {
  const hash = createHash('sha256');
  let bytes = 0;
  request.on('data', (chunk) => {
    bytes += chunk.length;
    hash.update(chunk);
  });
  request.on('end', () =>
    answer(response, 200, 'application/json', JSON.stringify({ bytes, sha256: hash.digest('hex') })),
  );
}

/** Small masked text frames (RFC 6455, 5.2) come back unmasked; a close frame ends the socket. */
function echo(socket, frame) {
  const length = frame[1] & 0x7f;
  if ((frame[0] & 0x0f) === 8) return socket.end();
  const mask = frame.subarray(2, 6);
  const payload = frame.subarray(6, 6 + length).map((byte, index) => byte ^ mask[index % 4]);
  socket.write(Buffer.concat([Buffer.from([0x81, length]), payload]));
}
