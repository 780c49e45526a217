import type { Slot, TargetHealth } from '../control/contract.ts';
import type { Side } from '../counting/side.ts';
import type { Home, UpstreamConnection } from '../plane/upstream-connection.ts';
import type { RoutedTarget } from './routes.ts';

/** How much the newest answer weighs in the moving mean of response times. */
const NEWEST_SHARE = 0.1;

/** What a target's requests count for beside itself. */
export interface TargetSlot {
  readonly name: Slot;
  readonly side: Side;
  inFlight: number;
  /** Called whenever the slot's last in-flight request ends. */
  onIdle: (() => void) | undefined;
}

/** A target as one worker sees it. */
export class Target implements Home {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly slot: TargetSlot;
  readonly side: Side;
  weight: number;
  health: TargetHealth;
  inFlight = 0;
  isRemoved = false;
  /** Moving mean, for the balance `response-time`. */
  meanMs = 0;
  /** Standing in the weighted turn (smooth weighted round robin). */
  standing = 0;
  /** Idle connections, the last used one at the end. */
  readonly idle: UpstreamConnection[] = [];

  constructor(routed: RoutedTarget, slot: TargetSlot, side: Side) {
    this.id = routed.id;
    this.host = routed.host;
    this.port = routed.port;
    this.weight = routed.weight;
    this.health = routed.health;
    this.slot = slot;
    this.side = side;
  }

  learn(latencyMs: number): void {
    this.meanMs = this.meanMs === 0 ? latencyMs : this.meanMs + (latencyMs - this.meanMs) * NEWEST_SHARE;
  }

  /**
   * The connection used last that has not been idle for longer than `share` of the time its target keeps it. A target that closes
   * an idle connection while we send on it would lose the request.
   */
  takeIdle(nowMs: number, share: number): UpstreamConnection | undefined {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      if (connection.isUsable && nowMs - connection.idleSinceMs < connection.keepAliveMs * share) return connection;
      connection.close();
    }
    return undefined;
  }

  keepIdle(connection: UpstreamConnection): void {
    this.idle.push(connection);
  }

  forgetIdle(connection: UpstreamConnection): void {
    const at = this.idle.indexOf(connection);
    if (at >= 0) this.idle.splice(at, 1);
  }

  closeIdle(nowMs = Number.POSITIVE_INFINITY): void {
    for (const connection of this.idle.splice(0)) {
      if (nowMs - connection.idleSinceMs < connection.keepAliveMs) this.idle.push(connection);
      else connection.close();
    }
  }
}
