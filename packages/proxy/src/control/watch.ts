import { connect } from 'node:net';

/**
 * Holds one connection to the proxy open and calls `onLost` once, within milliseconds, when the process is gone (or cannot be
 * reached at all). The kernel closes the connection of a dead process, so no polling is needed.
 */
export function watchProxy(socketPath: string, onLost: () => void): { stop(): void } {
  let done = false;
  const socket = connect(socketPath);
  const lost = () => {
    if (done) return;
    done = true;
    socket.destroy();
    onLost();
  };
  socket.on('connect', () => socket.write('GET /v1/watch HTTP/1.1\r\nHost: proxy\r\n\r\n'));
  socket.on('error', lost);
  socket.on('close', lost);
  socket.on('end', lost);
  socket.resume();
  return {
    stop() {
      done = true;
      socket.destroy();
    },
  };
}
