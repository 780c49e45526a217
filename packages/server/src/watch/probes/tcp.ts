import type { Address } from './connection.ts';
import { knock } from './connection.ts';
import type { Look } from './outcome.ts';
import { pass } from './outcome.ts';

/** Something accepts connections there. */
export function tcpProbe(address: Address): Look {
  return async (signal) => {
    await knock(address, signal);
    return pass('connected');
  };
}
