import type { Attributes } from '../../traces/span.ts';
import type { Resource } from '../schema/values.ts';
import { readAttributes, writeAttributes } from './attributes.ts';

/** Who sent it, as the nouns have it. */
export interface Origin {
  readonly service: string;
  readonly instance: string;
  /** The resource's other attributes. */
  readonly resource: Attributes;
}

const SERVICE = 'service.name';
const INSTANCE = 'service.instance.id';
/** What OpenTelemetry calls a service that does not say its name. */
const UNKNOWN_SERVICE = 'unknown_service';

export function readOrigin(resource: Resource | undefined): Origin {
  const { [SERVICE]: service, [INSTANCE]: instance, ...others } = readAttributes(resource?.attributes);
  return {
    service: typeof service === 'string' && service !== '' ? service : UNKNOWN_SERVICE,
    instance: typeof instance === 'string' ? instance : '',
    resource: others,
  };
}

export function writeResource({ service, instance, resource }: Origin): Resource {
  const names = instance === '' ? { [SERVICE]: service } : { [SERVICE]: service, [INSTANCE]: instance };
  return { attributes: writeAttributes({ ...names, ...resource }) };
}
