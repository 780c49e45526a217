import type { Balance, Limits, PauseOptions, Slot, Split, TargetHealth, Timeouts } from '../control/contract.ts';

export interface RoutedTarget {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly weight: number;
  readonly health: TargetHealth;
}

/** All that a worker needs to serve. The primary sends it whole with every change, so that applying it is atomic and repeatable. */
export interface Routes {
  readonly service: string;
  readonly balance: Balance;
  readonly retries: number;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly errorPage: string | null;
  readonly split: Split;
  readonly paused: PauseOptions | null;
  readonly slots: Readonly<Record<Slot, readonly RoutedTarget[]>>;
}
