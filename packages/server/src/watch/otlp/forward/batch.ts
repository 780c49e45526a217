import type { Encoding } from '../encoding.ts';
import { InstrumentationScope, Resource } from '../schema/values.ts';
import type { Signal } from '../signal.ts';
import { toJson } from '../wire/json-encode.ts';
import { list, many, message, one, scalar } from '../wire/message.ts';
import { encodeProtobuf } from '../wire/protobuf-encode.ts';
import type { Group } from './group.ts';

/** A span, log record or metric that is encoded already. */
export interface OutgoingItem {
  readonly group: Group;
  readonly content: Buffer;
}

/** The requests of all three signals have the same numbers; an item that is encoded already is written as its bytes. */
const Scoped = message({
  scope: one(1, () => InstrumentationScope),
  items: list(2, 'bytes'),
  schemaUrl: scalar(3, 'text'),
});
const Resourced = message({ resource: one(1, () => Resource), scopes: many(2, () => Scoped) });
const AnyRequest = message({ resources: many(1, () => Resourced) });

const names = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
} as const satisfies Record<Signal, readonly [string, string, string]>;

/** One request for all of them, grouped; within a group they keep their order. */
export function encodeBatch(signal: Signal, encoding: Encoding, batch: readonly OutgoingItem[]): Buffer {
  const groups = new Map<Group, Buffer[]>();
  for (const { group, content } of batch) {
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [content]);
    else known.push(content);
  }
  return encoding === 'json' ? jsonRequest(signal, groups) : protobufRequest(groups);
}

function protobufRequest(groups: ReadonlyMap<Group, Buffer[]>): Buffer {
  const resources = [...groups].map(([{ resource, scope, schemaUrl }, items]) => ({
    resource,
    scopes: [{ scope, items, ...(schemaUrl === undefined ? {} : { schemaUrl }) }],
  }));
  return encodeProtobuf(AnyRequest, { resources });
}

function jsonRequest(signal: Signal, groups: ReadonlyMap<Group, Buffer[]>): Buffer {
  const [ofResources, ofScopes, ofItems] = names[signal];
  const resources = [...groups].map(([{ resource, scope, schemaUrl }, items]) => {
    const url = schemaUrl === undefined ? '' : `,"schemaUrl":${JSON.stringify(schemaUrl)}`;
    const scopeText = JSON.stringify(toJson(InstrumentationScope, scope));
    const scoped = `{"scope":${scopeText},"${ofItems}":[${items.join(',')}]${url}}`;
    return `{"resource":${JSON.stringify(toJson(Resource, resource))},"${ofScopes}":[${scoped}]}`;
  });
  return Buffer.from(`{"${ofResources}":[${resources.join(',')}]}`);
}
