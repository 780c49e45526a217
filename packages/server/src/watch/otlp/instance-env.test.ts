import { expect, it } from 'vitest';
import { instanceEnv, localEndpoint } from './instance-env.ts';

it('an instance is told where its telemetry goes, as whom, and who it is', () => {
  const telemetry = { endpoint: 'http://127.0.0.1:7070', token: 'swt_a_b-c', service: 'bell', environment: 'local' };
  expect(instanceEnv(telemetry, { id: 'bell-blue-1-x', version: '1.0+b, c=d' })).toEqual({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:7070',
    OTEL_EXPORTER_OTLP_HEADERS: 'Authorization=Bearer%20swt_a_b-c',
    OTEL_SERVICE_NAME: 'bell',
    OTEL_RESOURCE_ATTRIBUTES:
      'service.instance.id=bell-blue-1-x,service.version=1.0%2Bb%2C%20c%3Dd,deployment.environment.name=local',
  });
});

it.each([
  ['127.0.0.1', 'http://127.0.0.1:7'],
  ['0.0.0.0', 'http://127.0.0.1:7'],
  ['::', 'http://127.0.0.1:7'],
  ['::1', 'http://[::1]:7'],
  ['localhost', 'http://localhost:7'],
  ['10.0.0.5', 'http://10.0.0.5:7'],
])('a control plane that listens on %s is reached at %s', (host, endpoint) => {
  expect(localEndpoint({ host, port: 7 })).toBe(endpoint);
});
