import type { Decoded, Integer, Message } from '../wire/message.ts';
import { many, message, one, scalar } from '../wire/message.ts';

/** opentelemetry/proto/common/v1/common.proto and resource/v1/resource.proto; one of the fields of a value is there, or none. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: Integer;
  doubleValue?: number;
  arrayValue?: ArrayValue;
  kvlistValue?: KeyValueList;
  bytesValue?: Buffer;
}
export interface ArrayValue {
  values?: AnyValue[];
}
export interface KeyValueList {
  values?: KeyValue[];
}
export interface KeyValue {
  key?: string;
  value?: AnyValue;
}

export const AnyValue: Message<AnyValue> = message({
  stringValue: scalar(1, 'text'),
  boolValue: scalar(2, 'bool'),
  intValue: scalar(3, 'int64'),
  doubleValue: scalar(4, 'double'),
  arrayValue: one(5, () => ArrayValue),
  kvlistValue: one(6, () => KeyValueList),
  bytesValue: scalar(7, 'bytes'),
});
export const ArrayValue: Message<ArrayValue> = message({ values: many(1, () => AnyValue) });
export const KeyValueList: Message<KeyValueList> = message({ values: many(1, () => KeyValue) });
export const KeyValue: Message<KeyValue> = message({ key: scalar(1, 'text'), value: one(2, () => AnyValue) });

export const attributes = (number: number) => many(number, () => KeyValue);

export const InstrumentationScope = message({
  name: scalar(1, 'text'),
  version: scalar(2, 'text'),
  attributes: attributes(3),
  droppedAttributesCount: scalar(4, 'uint32'),
});
export type InstrumentationScope = Decoded<typeof InstrumentationScope>;

export const Resource = message({ attributes: attributes(1), droppedAttributesCount: scalar(2, 'uint32') });
export type Resource = Decoded<typeof Resource>;
