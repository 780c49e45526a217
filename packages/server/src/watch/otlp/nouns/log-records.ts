import type { LogRecord } from '../../logs/log-record.ts';
import type { LogsRequest, WireLogRecord } from '../schema/logs.ts';
import { readAttributes, readValue, writeAttributes } from './attributes.ts';
import { isSpanId, isTraceId } from './ids.ts';
import type { Origin } from './resource.ts';
import { readOrigin } from './resource.ts';
import { readLevel, writeSeverity } from './severity.ts';
import type { Taken } from './taken.ts';
import { Taking } from './taken.ts';

const NANOS_A_MS = 1_000_000n;

/** Every log record can be taken: what it does not say is left out, and its time is `nowMs` when it has none. */
export function readLogRecords(request: LogsRequest, nowMs: number): Taken<LogRecord> {
  const taking = new Taking<LogRecord>();
  for (const { resource, scopeLogs = [] } of request.resourceLogs ?? []) {
    const origin = readOrigin(resource);
    for (const { scope, logRecords = [] } of scopeLogs) {
      for (const record of logRecords) taking.items.push(readRecord(record, origin, scope?.name ?? '', nowMs));
    }
  }
  return taking;
}

function readRecord(
  wire: WireLogRecord,
  { service, instance, resource }: Origin,
  scope: string,
  nowMs: number,
): LogRecord {
  const { traceId, spanId, eventName } = wire;
  const named = eventName === undefined || eventName === '' ? {} : { 'event.name': eventName };
  return {
    timeMs: readTime(wire, nowMs),
    service,
    instance,
    level: readLevel(wire.severityNumber ?? 0, wire.severityText ?? ''),
    message: readMessage(wire),
    fields: { ...readAttributes(wire.attributes), ...named },
    ...(isTraceId(traceId) ? { traceId } : {}),
    ...(isSpanId(spanId) ? { spanId } : {}),
    ...(Object.keys(resource).length === 0 ? {} : { resource }),
    ...(scope === '' ? {} : { scope }),
  };
}

function readTime({ timeUnixNano = 0n, observedTimeUnixNano = 0n }: WireLogRecord, nowMs: number): number {
  const nanos = timeUnixNano === 0n ? observedTimeUnixNano : timeUnixNano;
  return nanos === 0n ? nowMs : Number(nanos / NANOS_A_MS);
}

/** A body that is no text is told as JSON. */
function readMessage({ body }: WireLogRecord): string {
  const value = readValue(body);
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}

/** The other way. */
export function writeRecord(record: LogRecord): WireLogRecord {
  const { timeMs, level, message, fields, traceId, spanId } = record;
  return {
    timeUnixNano: BigInt(Math.trunc(timeMs)) * NANOS_A_MS,
    severityNumber: writeSeverity(level),
    ...(level === null ? {} : { severityText: level.toUpperCase() }),
    body: { stringValue: message },
    attributes: writeAttributes(fields),
    ...(traceId === undefined ? {} : { traceId }),
    ...(spanId === undefined ? {} : { spanId }),
  };
}
