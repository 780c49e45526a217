import type { ProxyControl } from '@seaworthy/proxy/control';
import type { ServiceConfig } from '../config/service-config.ts';
import type { Service } from '../platform/service.ts';
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

export interface Ship extends Service {
  readonly rollout: Rollout;
  readonly sampler: Sampler;
}

/** release -> runtime -> gate -> traffic -> analysis -> promote | roll back. `run` after the supervisor has adopted. */
export function createShip({ config, proxy, ...options }: ShipOptions): Ship {
  const traffic = builtinTraffic(proxy);
  const { clock } = options;
  const sampler = createSampler({ read: traffic.counters, clock, onSample: (counters) => rollout.observe(counters) });
  const rollout = createRollout({ ...options, policy: config, traffic: persistent(traffic, { clock }), sampler });
  return {
    id: 'ship',
    run: async () => {
      await rollout.start();
      await sampler.run();
    },
    stop: async () => {
      await sampler.stop();
      await rollout.stop();
    },
    rollout,
    sampler,
  };
}
