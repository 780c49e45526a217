import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Encoding } from '../encoding.ts';
import { decode, encode } from '../encoding.ts';
import { LogsRequest } from '../schema/logs.ts';
import { HistogramDataPoint, MetricsRequest, NumberDataPoint } from '../schema/metrics.ts';
import { TracesRequest } from '../schema/traces.ts';
import { AnyValue } from '../schema/values.ts';
import { DecodeError } from './decode-error.ts';
import { toJson } from './json-encode.ts';
import type { Message } from './message.ts';
import { anyMessage } from './testing.ts';

const MOST = 100_000;
const requests: readonly [string, Message<object>][] = [
  ['traces', TracesRequest],
  ['metrics', MetricsRequest],
  ['logs', LogsRequest],
];
const encodings: readonly Encoding[] = ['protobuf', 'json'];
const cases = requests.flatMap(([name, message]) => encodings.map((encoding) => [name, encoding, message] as const));

describe.each(cases)('%s in %s', (_, encoding, message) => {
  it('comes back as it was sent', () => {
    const there = (value: object) => decode(encoding, message, encode(encoding, message, value), MOST);
    fc.assert(
      fc.property(anyMessage(message), (value) => {
        expect(there(value)).toEqual(value);
      }),
      { numRuns: 30 },
    );
  });

  it('cut off anywhere or with any byte changed is read or refused, never more', () => {
    const body = fc.tuple(anyMessage(message), fc.nat(), fc.nat({ max: 255 }), fc.boolean());
    fc.assert(
      fc.property(body, ([value, place, byte, isCut]) => {
        const bytes = encode(encoding, message, value);
        const at = bytes.length === 0 ? 0 : place % bytes.length;
        bytes[at] = byte;
        readOrRefuse(encoding, message, isCut ? bytes.subarray(0, at) : bytes);
      }),
      { numRuns: 80 },
    );
  });

  it('of random bytes is read or refused, never more', () => {
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const json = fc.json({ depthSize: 'large' }).map((text) => Buffer.from(text));
    fc.assert(
      fc.property(fc.oneof(noise, json), (bytes) => readOrRefuse(encoding, message, bytes)),
      { numRuns: 300 },
    );
  });
});

function readOrRefuse(encoding: Encoding, message: Message<object>, bytes: Buffer): void {
  try {
    decode(encoding, message, bytes, MOST);
  } catch (error) {
    expect(error).toBeInstanceOf(DecodeError);
  }
}

const protobuf = (hex: string, message: Message<object> = NumberDataPoint) =>
  decode('protobuf', message, Buffer.from(hex.replaceAll(' ', ''), 'hex'), MOST);
const json = (text: string, message: Message<object> = NumberDataPoint) =>
  decode('json', message, Buffer.from(text), MOST);

describe('protobuf', () => {
  it('passes over fields that it does not know, of every wire type', () => {
    expect(protobuf('a0 06 96 01  a1 06 00 00 00 00 00 00 00 00  a2 06 02 61 62  a5 06 00 00 00 00  40 01')).toEqual({
      flags: 1,
    });
  });

  it('passes over a known field with another wire type', () => {
    expect(protobuf('42 01 61 18 05 40 01')).toEqual({ flags: 1 });
  });

  it('reads lists of numbers packed and unpacked', () => {
    const first = '01 00 00 00 00 00 00 00';
    const second = '02 00 00 00 00 00 00 00';
    const read = { bucketCounts: [1, 2, 1] };
    expect(protobuf(`32 10 ${first} ${second} 31 ${first}`, HistogramDataPoint)).toEqual(read);
  });

  it('merges a message that comes twice', () => {
    expect(protobuf('2a 04 0a 02 18 01 2a 04 0a 02 18 02', AnyValue)).toEqual({
      arrayValue: { values: [{ intValue: 1 }, { intValue: 2 }] },
    });
  });

  it.each([
    ['a length beyond the end', '2a 7f 00'],
    ['a length of 2^32', '2a 80 80 80 80 10'],
    ['a length of a message beyond the message around it', '2a 02 0a 05 18 01 18 01 18 01'],
    ['a varint of eleven bytes', '18 ff ff ff ff ff ff ff ff ff ff 01'],
    ['field 0', '00 01'],
    ['a group', '0b 0c'],
    ['nothing after the tag', '21'],
  ])('%s is refused', (_, hex) => {
    expect(() => protobuf(hex, AnyValue)).toThrow(DecodeError);
  });

  it('nesting without end is refused', () => {
    let bytes = Buffer.alloc(0);
    for (let level = 0; level < 200; level++)
      bytes = Buffer.concat([Buffer.of(level % 2 === 0 ? 0x0a : 0x2a, ...length(bytes)), bytes]);
    expect(() => decode('protobuf', AnyValue, bytes, MOST)).toThrow('deeper than 64');
  });

  it('a swarm of empty messages is refused before it fills the memory', () => {
    const swarm = Buffer.alloc(2_000_000);
    for (let at = 0; at < swarm.length; at += 2) swarm[at] = 0x0a;
    expect(() => decode('protobuf', TracesRequest, swarm, MOST)).toThrow('more than 100000 objects');
  });
});

function length({ length: bytes }: Buffer): number[] {
  return bytes < 128 ? [bytes] : [(bytes & 0x7f) | 0x80, bytes >> 7];
}

describe('JSON', () => {
  it('passes over unknown keys and nulls', () => {
    expect(json('{"newField": {"a": [1]}, "flags": null, "__proto__": {"flags": 3}, "asInt": 3}')).toEqual({
      asInt: 3,
    });
  });

  it('knows camelCase alone', () => {
    expect(json('{"time_unix_nano": "5", "timeUnixNano": "6"}')).toEqual({ timeUnixNano: 6n });
  });

  it.each([
    ['{"asInt": "9007199254740993"}', { asInt: 9007199254740993n }],
    ['{"asInt": "-5"}', { asInt: -5 }],
    ['{"asInt": 5}', { asInt: 5 }],
    ['{"timeUnixNano": 5}', { timeUnixNano: 5n }],
    ['{"asDouble": "NaN"}', { asDouble: Number.NaN }],
    ['{"asDouble": "-Infinity"}', { asDouble: -Infinity }],
    ['{"asDouble": "1.5e3"}', { asDouble: 1500 }],
    ['{"flags": "1"}', { flags: 1 }],
  ])('%s is read', (text, value) => {
    expect(json(text)).toEqual(value);
  });

  it.each([
    '{"asInt": 1.5}',
    '{"asInt": ""}',
    '{"asInt": "0x10"}',
    '{"asInt": "9223372036854775808"}',
    '{"timeUnixNano": -1}',
    '{"asDouble": "many"}',
    '{"asDouble": true}',
    '{"flags": {}}',
    '{"attributes": {}}',
    '{"attributes": [3]}',
    '{"attributes": [null]}',
    '{"attributes": [{"key": 3}]}',
    '{"exemplars": [{"traceId": "W47/95gDgQPSabYzgT/GDA=="}]}',
    '{"attributes": [{"value": {"bytesValue": "?"}}]}',
    '[]',
    'null',
    '{',
    '',
  ])('%s is refused', (text) => {
    expect(() => json(text)).toThrow(DecodeError);
  });

  it('ids are hexadecimal, in either case', () => {
    expect(json('{"exemplars": [{"traceId": "5B8EFFF798038103D269B633813FC60C"}]}')).toEqual({
      exemplars: [{ traceId: '5b8efff798038103d269b633813fc60c' }],
    });
  });

  it('bytes are base64 in both alphabets', () => {
    const bytesValue = Buffer.from('fbff', 'hex');
    expect(json('{"bytesValue": "+/8="}', AnyValue)).toEqual({ bytesValue });
    expect(json('{"bytesValue": "-_8"}', AnyValue)).toEqual({ bytesValue });
  });

  it('a swarm of objects is refused before it is parsed', () => {
    const text = `{"resourceSpans":[${'{},'.repeat(400_000)}{}]}`;
    expect(() => json(text, TracesRequest)).toThrow('more than 300000 objects, lists and keys');
  });

  it('large numbers go out as text, infinities too', () => {
    expect(toJson(HistogramDataPoint, { count: 3, sum: Infinity, timeUnixNano: 7n, flags: 1 })).toEqual({
      count: '3',
      sum: 'Infinity',
      timeUnixNano: '7',
      flags: 1,
    });
  });
});
