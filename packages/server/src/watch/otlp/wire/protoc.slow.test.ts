import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../../platform/testing.ts';
import { LogsRequest } from '../schema/logs.ts';
import { MetricsRequest } from '../schema/metrics.ts';
import { TracesRequest } from '../schema/traces.ts';
import type { Message } from './message.ts';
import { decodeProtobuf } from './protobuf-decode.ts';
import { encodeProtobuf } from './protobuf-encode.ts';
import { anyMessage } from './testing.ts';

/**
 * The messages once more, by their numbers in OTLP 1.x, for protobuf's own compiler (Debian: protobuf-compiler). What is
 * `oneof` there is `optional` here, which is the same on the wire and lets any mixture be compared.
 */
const proto = `
syntax = "proto3";
message AnyValue { optional string string_value = 1; optional bool bool_value = 2; optional int64 int_value = 3;
  optional double double_value = 4; ArrayValue array_value = 5; KeyValueList kvlist_value = 6; optional bytes bytes_value = 7; }
message ArrayValue { repeated AnyValue values = 1; }
message KeyValueList { repeated KeyValue values = 1; }
message KeyValue { optional string key = 1; AnyValue value = 2; }
message Scope { optional string name = 1; optional string version = 2; repeated KeyValue attributes = 3; optional uint32 dropped_attributes_count = 4; }
message Resource { repeated KeyValue attributes = 1; optional uint32 dropped_attributes_count = 2; }

message TracesRequest { repeated ResourceSpans resource_spans = 1; }
message ResourceSpans { Resource resource = 1; repeated ScopeSpans scope_spans = 2; optional string schema_url = 3; }
message ScopeSpans { Scope scope = 1; repeated Span spans = 2; optional string schema_url = 3; }
message Span { optional bytes trace_id = 1; optional bytes span_id = 2; optional string trace_state = 3; optional bytes parent_span_id = 4;
  optional string name = 5; optional int32 kind = 6; optional fixed64 start_time_unix_nano = 7; optional fixed64 end_time_unix_nano = 8;
  repeated KeyValue attributes = 9; optional uint32 dropped_attributes_count = 10; repeated Event events = 11;
  optional uint32 dropped_events_count = 12; repeated Link links = 13; optional uint32 dropped_links_count = 14; Status status = 15;
  optional fixed32 flags = 16; }
message Event { optional fixed64 time_unix_nano = 1; optional string name = 2; repeated KeyValue attributes = 3; optional uint32 dropped_attributes_count = 4; }
message Link { optional bytes trace_id = 1; optional bytes span_id = 2; optional string trace_state = 3; repeated KeyValue attributes = 4;
  optional uint32 dropped_attributes_count = 5; optional fixed32 flags = 6; }
message Status { optional string message = 2; optional int32 code = 3; }

message LogsRequest { repeated ResourceLogs resource_logs = 1; }
message ResourceLogs { Resource resource = 1; repeated ScopeLogs scope_logs = 2; optional string schema_url = 3; }
message ScopeLogs { Scope scope = 1; repeated LogRecord log_records = 2; optional string schema_url = 3; }
message LogRecord { optional fixed64 time_unix_nano = 1; optional int32 severity_number = 2; optional string severity_text = 3; AnyValue body = 5;
  repeated KeyValue attributes = 6; optional uint32 dropped_attributes_count = 7; optional fixed32 flags = 8; optional bytes trace_id = 9;
  optional bytes span_id = 10; optional fixed64 observed_time_unix_nano = 11; optional string event_name = 12; }

message MetricsRequest { repeated ResourceMetrics resource_metrics = 1; }
message ResourceMetrics { Resource resource = 1; repeated ScopeMetrics scope_metrics = 2; optional string schema_url = 3; }
message ScopeMetrics { Scope scope = 1; repeated Metric metrics = 2; optional string schema_url = 3; }
message Metric { optional string name = 1; optional string description = 2; optional string unit = 3; Gauge gauge = 5; Sum sum = 7;
  Histogram histogram = 9; ExponentialHistogram exponential_histogram = 10; Summary summary = 11; repeated KeyValue metadata = 12; }
message Gauge { repeated NumberDataPoint data_points = 1; }
message Sum { repeated NumberDataPoint data_points = 1; optional int32 aggregation_temporality = 2; optional bool is_monotonic = 3; }
message Histogram { repeated HistogramDataPoint data_points = 1; optional int32 aggregation_temporality = 2; }
message ExponentialHistogram { repeated ExponentialHistogramDataPoint data_points = 1; optional int32 aggregation_temporality = 2; }
message Summary { repeated SummaryDataPoint data_points = 1; }
message NumberDataPoint { optional fixed64 start_time_unix_nano = 2; optional fixed64 time_unix_nano = 3; optional double as_double = 4;
  repeated Exemplar exemplars = 5; optional sfixed64 as_int = 6; repeated KeyValue attributes = 7; optional uint32 flags = 8; }
message HistogramDataPoint { optional fixed64 start_time_unix_nano = 2; optional fixed64 time_unix_nano = 3; optional fixed64 count = 4;
  optional double sum = 5; repeated fixed64 bucket_counts = 6; repeated double explicit_bounds = 7; repeated Exemplar exemplars = 8;
  repeated KeyValue attributes = 9; optional uint32 flags = 10; optional double min = 11; optional double max = 12; }
message ExponentialHistogramDataPoint { repeated KeyValue attributes = 1; optional fixed64 start_time_unix_nano = 2;
  optional fixed64 time_unix_nano = 3; optional fixed64 count = 4; optional double sum = 5; optional sint32 scale = 6; optional fixed64 zero_count = 7;
  Buckets positive = 8; Buckets negative = 9; optional uint32 flags = 10; repeated Exemplar exemplars = 11; optional double min = 12;
  optional double max = 13; optional double zero_threshold = 14; }
message Buckets { optional sint32 offset = 1; repeated uint64 bucket_counts = 2; }
message SummaryDataPoint { optional fixed64 start_time_unix_nano = 2; optional fixed64 time_unix_nano = 3; optional fixed64 count = 4;
  optional double sum = 5; repeated ValueAtQuantile quantile_values = 6; repeated KeyValue attributes = 7; optional uint32 flags = 8; }
message ValueAtQuantile { optional double quantile = 1; optional double value = 2; }
message Exemplar { optional fixed64 time_unix_nano = 2; optional double as_double = 3; optional bytes span_id = 4; optional bytes trace_id = 5;
  optional sfixed64 as_int = 6; repeated KeyValue filtered_attributes = 7; }
`;

const isInstalled = spawnSync('protoc', ['--version']).status === 0;

describe.skipIf(!isInstalled)('beside protoc (skipped where protobuf-compiler is not installed)', () => {
  it.each<[string, Message<object>]>([
    ['TracesRequest', TracesRequest],
    ['MetricsRequest', MetricsRequest],
    ['LogsRequest', LogsRequest],
  ])('%s is read by it as we wrote it, and by us as it writes it', async (name, message) => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'otlp.proto'), proto);
    const run = (verb: string, input: Buffer) => {
      const done = spawnSync('protoc', [`--${verb}=${name}`, 'otlp.proto'], { cwd: folder, input, maxBuffer: 2 ** 26 });
      expect([done.status, String(done.stderr)]).toEqual([0, '']);
      return done.stdout;
    };
    fc.assert(
      fc.property(anyMessage(message), (value) => {
        const text = run('decode', encodeProtobuf(message, value));
        // A field that it does not know is shown by its number.
        expect(String(text)).not.toMatch(/^\s*\d+[:{ ]/m);
        expect(decodeProtobuf(message, run('encode', text), 1_000_000)).toEqual(value);
      }),
      { numRuns: 40 },
    );
  });
});
