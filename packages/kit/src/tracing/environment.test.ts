import { describe, expect, it } from 'vitest';
import { tracingFromEnvironment } from './environment.ts';

const endpoint = 'http://127.0.0.1:4318';

describe('OpenTelemetry’s variables', () => {
  it('say nothing: tracing is off', () => {
    expect(tracingFromEnvironment({})).toEqual({
      enabled: false,
      sampling: { ratio: 1, followParent: true },
      exporter: undefined,
      service: undefined,
      resource: {},
      problems: [],
    });
  });

  it('name the receiver, its headers, the service and the share', () => {
    const read = tracingFromEnvironment({
      OTEL_EXPORTER_OTLP_ENDPOINT: `${endpoint}/`,
      OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20a%3Db, x-tenant = home',
      OTEL_EXPORTER_OTLP_TIMEOUT: '2000',
      OTEL_SERVICE_NAME: 'bell',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,host.name=a%2Cb',
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0.25',
    });
    expect(read).toEqual({
      enabled: true,
      sampling: { ratio: 0.25, followParent: false },
      exporter: {
        kind: 'otlp',
        endpoint: `${endpoint}/v1/traces`,
        headers: { authorization: 'Bearer a=b', 'x-tenant': 'home' },
        timeoutMs: 2000,
      },
      service: 'bell',
      resource: { 'host.name': 'a,b' },
      problems: [],
    });
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/spans` }, { exporter: { endpoint: `${endpoint}/spans` } }],
    [{ OTEL_SDK_DISABLED: 'TRUE' }, { enabled: false }],
    [{ OTEL_TRACES_EXPORTER: 'none' }, { enabled: false }],
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, { sampling: { ratio: 0, followParent: false } }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_on' }, { sampling: { ratio: 1, followParent: true } }],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, { sampling: { ratio: 0.1, followParent: true } }],
  ])('%j', (env, expected) => {
    const read = tracingFromEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env }, { ratio: 0.1 });
    expect(read).toMatchObject(expected);
    expect(read.problems).toEqual([]);
  });

  it.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4317' }, { enabled: false }],
    [{ OTEL_TRACES_SAMPLER_ARG: '2' }, { sampling: { ratio: 0.1 } }],
    [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, { sampling: { ratio: 0.1 } }],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=hunter2%zz' }, { exporter: { headers: {} } }],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'a=hunter2%0d%0ab' }, { exporter: { headers: {} } }],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, { enabled: true }],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'nothing' }, { resource: {} }],
  ])('that make no sense are told and not followed, and no header is repeated: %j', (env, expected) => {
    const read = tracingFromEnvironment({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, ...env }, { ratio: 0.1 });
    expect(read).toMatchObject(expected);
    expect(read.problems).toHaveLength(1);
    expect(read.problems.join()).not.toContain('hunter2');
  });
});
