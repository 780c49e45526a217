export interface InstanceTelemetry {
  /** Of the control plane, as instances on the same machine reach it. */
  readonly endpoint: string;
  /** May hand in telemetry and nothing else. */
  readonly token: string;
  readonly service: string;
  readonly environment: string;
}

/** What an OpenTelemetry SDK in an instance reads to send its telemetry here (opentelemetry.io/docs/specs/otel/protocol/exporter). */
export function instanceEnv(
  { endpoint, token, service, environment }: InstanceTelemetry,
  instance: { readonly id: string; readonly version: string },
): Record<string, string> {
  const attributes = {
    'service.instance.id': instance.id,
    'service.version': instance.version,
    'deployment.environment.name': environment,
  };
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: pairs({ Authorization: `Bearer ${token}` }),
    OTEL_SERVICE_NAME: service,
    OTEL_RESOURCE_ATTRIBUTES: pairs(attributes),
  };
}

/** As W3C baggage has it: values are percent-encoded. */
function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(',');
}

/** Who listens everywhere is asked on loopback. */
export function localEndpoint({ host, port }: { readonly host: string; readonly port: number }): string {
  const name = ['0.0.0.0', '::', '[::]', ''].includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') && !name.startsWith('[') ? `[${name}]` : name}:${port}`;
}
