import { expect, it } from 'vitest';
import { loadSettings } from './load.ts';
import { tracingSettings } from './tracing.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' };

function read(env: Record<string, string>) {
  const { value, environment } = loadSettings('/nowhere/doorbell.yaml', env);
  return tracingSettings(value, environment, env).options;
}

it('is off until somebody says where spans go', () => {
  expect(read({}).exporter).toBeUndefined();
  expect(read(endpoint)).toMatchObject({ enabled: true, exporter: { kind: 'otlp' } });
  expect(read({ DOORBELL_TRACING__FILE: '/tmp/x' }).exporter).toEqual({ kind: 'file', path: '/tmp/x' });
  expect(read({ ...endpoint, OTEL_SDK_DISABLED: 'true', DOORBELL_TRACING__FILE: '/tmp/x' }).enabled).toBe(false);
});

it('records every press, one of ten in production, and what the environment says before either', () => {
  expect(read(endpoint).sampling).toMatchObject({ ratio: 1 });
  expect(read({ ...endpoint, DEPLOYMENT_ENV: 'production' }).sampling).toMatchObject({ ratio: 0.1 });
  const named = { ...endpoint, DEPLOYMENT_ENV: 'production', OTEL_TRACES_SAMPLER_ARG: '0.5' };
  expect(read(named).sampling).toMatchObject({ ratio: 0.5 });
});

it('is called as the platform calls the service', () => {
  expect(read({ ...endpoint, SERVICE_NAME: 'bell', INSTANCE_ID: 'blue-0', SERVICE_VERSION: '1.2.3' })).toMatchObject({
    service: 'bell',
    instance: 'blue-0',
    version: '1.2.3',
    environment: 'local',
  });
  expect(read({ OTEL_SERVICE_NAME: 'front', SERVICE_NAME: 'bell' }).service).toBe('front');
});
