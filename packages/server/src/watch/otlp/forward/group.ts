import type { Origin } from '../nouns/resource.ts';
import { writeResource } from '../nouns/resource.ts';
import { InstrumentationScope, Resource } from '../schema/values.ts';
import { encodeProtobuf } from '../wire/protobuf-encode.ts';

/** What items have in common: they go out below it, and it goes out once. */
export interface Group {
  readonly resource: Resource;
  readonly scope: InstrumentationScope;
  readonly schemaUrl?: string;
  /** Of resource and scope, about. Counted for each item: what a queue holds on to must be bounded also when none share it. */
  readonly bytes: number;
}

const KEPT = 64;

/** A group of its own for what was received with one. */
export function newGroup(resource: Resource, scope: InstrumentationScope, schemaUrl: string | undefined): Group {
  const bytes = encodeProtobuf(Resource, resource).length + encodeProtobuf(InstrumentationScope, scope).length;
  return { resource, scope, ...(schemaUrl === undefined ? {} : { schemaUrl }), bytes };
}

/** Finds the group again that was made for the same origin: records come one by one, and are sent together. */
export class Groups {
  readonly #known = new Map<string, Group>();

  of(origin: Origin, scope: string): Group {
    const key = JSON.stringify([origin.service, origin.instance, scope, origin.resource]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const group = { resource: writeResource(origin), scope: { name: scope }, bytes: key.length };
    this.#known.set(key, group);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value ?? '');
    return group;
  }
}
