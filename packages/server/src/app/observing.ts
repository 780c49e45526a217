import type { InstanceHealth } from '../catalog/instance-health.ts';
import { startInstanceHealth } from '../catalog/instance-health.ts';
import { registerInstanceMetrics } from '../catalog/instance-metrics.ts';
import type { TrafficFeed } from '../catalog/traffic-feed.ts';
import { startTrafficFeed } from '../catalog/traffic-feed.ts';
import type { Foundation } from './foundation.ts';
import type { Identity } from './identity.ts';
import type { Shipping } from './shipping.ts';
import type { Site } from './site.ts';

/** How the instances are, and what the traffic is. */
export interface Observing {
  readonly instanceHealth: InstanceHealth;
  readonly trafficFeed: TrafficFeed;
}

type Needs = Pick<Foundation, 'metrics' | 'live'> &
  Pick<Identity, 'audit'> & { readonly shipping: Pick<Shipping, 'supervisor' | 'traffic' | 'sampler'> };

export function startObserving(site: Site, { metrics, live, audit, shipping }: Needs): Observing {
  const { config, clock, shutdown } = site;
  const { supervisor, traffic, sampler } = shipping;
  const instances = () => supervisor.list();
  const instanceHealth = startInstanceHealth({
    ...{ instances, health: config.service.health, clock },
    onRound() {
      live.status.tell();
      if (live.isWatched()) live.changes.tell(['health']);
    },
  });
  shutdown.onStop('health of instances', () => instanceHealth.stop());
  registerInstanceMetrics({ metrics, instances, health: instanceHealth });
  shutdown.onStop('crash loops', supervisor.onChange(audit.onInstance));
  shutdown.onStop('changes of instances', supervisor.onChange(live.status.tell));
  const trafficFeed = startTrafficFeed({
    ...{ traffic, samples: sampler.samples, clock },
    onTraffic: (seen) => live.publish((at) => ({ ...at, time: seen.time, type: 'traffic', traffic: seen })),
  });
  shutdown.onStop('traffic', () => trafficFeed.stop());
  return { instanceHealth, trafficFeed };
}
