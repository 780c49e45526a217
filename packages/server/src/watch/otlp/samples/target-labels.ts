import { Labels } from '@seaworthy/promql';
import { readAttributes } from '../nouns/attributes.ts';
import type { Resource } from '../schema/values.ts';
import { labelPairs } from './label-pairs.ts';

/** What a resource is to Prometheus: a target. */
export interface TargetLabels {
  /** `job` and `instance`, as far as the resource says them. */
  readonly identity: ReadonlyMap<string, string>;
  /** `target_info` with the other attributes; undefined when there are none, or nothing says whose they are. */
  readonly info: Labels | undefined;
}

export function targetLabels(resource: Resource | undefined): TargetLabels {
  const {
    'service.name': service,
    'service.namespace': namespace,
    'service.instance.id': instance,
    ...others
  } = readAttributes(resource?.attributes);
  const identity = new Map<string, string>();
  if (isGiven(service)) identity.set('job', isGiven(namespace) ? `${namespace}/${service}` : `${service}`);
  if (isGiven(instance)) identity.set('instance', `${instance}`);
  if (identity.size === 0 || Object.keys(others).length === 0) return { identity, info: undefined };
  return { identity, info: Labels.from([...labelPairs(others), ...identity, ['__name__', 'target_info']]) };
}

function isGiven(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}
