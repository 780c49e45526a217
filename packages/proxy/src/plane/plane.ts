import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { Slot } from '../control/contract.ts';
import { DEFAULT_LIMITS, DEFAULT_TIMEOUTS } from '../control/defaults.ts';
import { Tally } from '../counting/tally.ts';
import { Router } from '../routing/router.ts';
import type { Routes } from '../routing/routes.ts';
import { RequestHead } from '../wire/request-head.ts';
import { ResponseHead } from '../wire/response-head.ts';
import { ClientConnection } from './client-connection.ts';
import type { PlaneEvents, ServingState } from './serving-state.ts';
import { WaitingRoom } from './waiting-room.ts';

/** How often deadlines are looked at: one timer for all connections instead of one for each. */
const SWEEP_MS = 250;

const NO_SLOTS: Readonly<Record<Slot, readonly never[]>> = { blue: [], green: [] };

export const NO_ROUTES: Routes = {
  service: '',
  balance: 'round-robin',
  retries: 0,
  timeouts: DEFAULT_TIMEOUTS,
  limits: DEFAULT_LIMITS,
  errorPage: null,
  split: { blue: 0, green: 0 },
  paused: null,
  slots: NO_SLOTS,
};

/** What one worker serves requests with: the routes, the connections and the counters. */
export class Plane implements ServingState {
  readonly tally = new Tally();
  readonly router = new Router(this.tally);
  readonly waiting = new WaitingRoom();
  readonly request = new RequestHead();
  readonly response = new ResponseHead();
  readonly clients = new Set<ClientConnection>();
  readonly events: PlaneEvents;
  routes: Routes = NO_ROUTES;
  isStopping = false;
  nowMs = performance.now();
  #server: Server | undefined;
  #onEmpty: (() => void) | undefined;
  readonly #sweeper: NodeJS.Timeout;

  constructor(events: PlaneEvents) {
    this.events = events;
    this.#sweeper = setInterval(() => this.#sweep(), SWEEP_MS);
  }

  /** Serves on a bound handle (or, in tests, on an address). A listener before it takes no more connections; open ones go on. */
  listen(where: object): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => this.#accept(socket));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(where, () => {
        this.#server?.close();
        this.#server = server;
        resolve(server);
      });
    });
  }

  apply(routes: Routes): void {
    this.routes = routes;
    this.router.apply(routes);
    if (!routes.paused) this.waiting.release();
  }

  /** No new connections; idle ones are closed, busy ones after their answer. */
  stop(): void {
    this.isStopping = true;
    this.#server?.close();
    for (const client of [...this.clients]) client.closeWhenIdle();
  }

  /** Resolves when the last client is gone, or at the deadline. */
  async emptied(deadlineMs: number): Promise<void> {
    if (this.clients.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, deadlineMs);
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  destroy(): void {
    clearInterval(this.#sweeper);
    this.#server?.close();
    for (const client of [...this.clients]) client.destroy();
    for (const target of this.router.targets()) target.closeIdle();
  }

  #accept(socket: Socket): void {
    if (this.clients.size >= this.routes.limits.connections) {
      socket.destroy();
      return;
    }
    const client = new ClientConnection(socket, this);
    this.clients.add(client);
    socket.on('close', () => this.#leave(client));
  }

  #leave(client: ClientConnection): void {
    this.clients.delete(client);
    if (this.clients.size === 0) this.#onEmpty?.();
  }

  #sweep(): void {
    this.nowMs = performance.now();
    for (const client of this.clients) client.sweep(this.nowMs);
    for (const target of this.router.targets()) target.closeIdle(this.nowMs);
  }
}
