import type { ProxyControl } from '@seaworthy/proxy/control';
import type { ServiceConfig } from '../config/service-config.ts';
import type { Sampler } from './analysis/sampler.ts';
import { createSampler } from './analysis/sampler.ts';
import type { Rollout, RolloutOptions } from './rollout/rollout.ts';
import { createRollout } from './rollout/rollout.ts';
import { builtinTraffic } from './traffic/builtin.ts';
import { persistent } from './traffic/persistent.ts';

export interface ShipOptions extends Omit<RolloutOptions, 'policy' | 'traffic' | 'sampler'> {
  readonly config: ServiceConfig;
  readonly proxy: ProxyControl;
}

export interface Ship {
  readonly rollout: Rollout;
  readonly sampler: Pick<Sampler, 'samples' | 'last'>;
  /** After the supervisor has adopted: a deployment that was left goes on, and the counters are looked at from now on. */
  start(): Promise<void>;
  /** Whether the counters are being looked at. */
  isSampling(): boolean;
  stop(): Promise<void>;
}

/** release -> runtime -> gate -> traffic -> analysis -> promote | roll back. */
export function createShip({ config, proxy, ...options }: ShipOptions): Ship {
  const traffic = builtinTraffic(proxy);
  const { clock } = options;
  const sampler = createSampler({ read: traffic.counters, clock, onSample: (counters) => rollout.observe(counters) });
  const rollout = createRollout({ ...options, policy: config, traffic: persistent(traffic, { clock }), sampler });
  let isSampling = false;
  return {
    rollout,
    sampler,
    async start() {
      await rollout.start();
      isSampling = true;
      void sampler.run().finally(() => {
        isSampling = false;
      });
    },
    isSampling: () => isSampling,
    async stop() {
      await sampler.stop();
      await rollout.stop();
    },
  };
}
