import { serveOrders } from './serve-orders.ts';

// The primary alone decides when a worker stops: signals to the whole process group must not cut requests.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
// Without a primary nobody probes or replaces anything, and a new proxy must be able to bind: leave at once.
process.on('disconnect', () => process.exit(0));

serveOrders({
  send: (message) => {
    if (process.connected) process.send?.(message);
  },
  onOrder: (take) => {
    process.on('message', take);
  },
  exit: () => process.disconnect(),
});
