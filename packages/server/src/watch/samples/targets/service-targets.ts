import type { ScrapeConfig } from '../../../config/metrics-config.ts';
import type { Discovery, TargetGroup } from './discovery.ts';

/** One running copy of the service. */
export interface ServiceInstance {
  readonly id: string;
  readonly host: string;
  readonly port: number;
  readonly version: string;
  readonly slot: string;
}

/** The instances that run now, as the supervisor knows them; they come and go with deployments. */
export interface ServiceInstances {
  list(): readonly ServiceInstance[];
  onChange(listener: () => void): () => void;
}

/**
 * The service's own instances. `instance` is the instance's id, for its port may change when it is started again while
 * the id tells the same copy for as long as it is wanted.
 */
export function serviceTargets(job: ScrapeConfig, service: string, instances: ServiceInstances): Discovery {
  const group = ({ id, host, port, version, slot }: ServiceInstance): TargetGroup => ({
    targets: [`${host.includes(':') ? `[${host}]` : host}:${port}`],
    labels: { instance: id, service, version, slot },
  });
  return {
    job,
    groups: () => instances.list().map(group),
    onChange: (listener) => instances.onChange(listener),
  };
}
