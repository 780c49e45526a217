import type { TracingOptions } from '@seaworthy/kit';
import { tracingFromEnvironment } from '@seaworthy/kit';
import type { Settings } from './options.ts';

/** In production one visit of ten says enough; elsewhere people look for the one that they just caused. */
const PRODUCTION_RATIO = 0.1;

export interface TracingSettings {
  readonly options: TracingOptions;
  /** What OpenTelemetry's variables say that makes no sense; for the log. */
  readonly problems: readonly string[];
}

/** On when OTEL_EXPORTER_OTLP_ENDPOINT says where spans go, or `tracing.file` does; off otherwise. */
export function tracingSettings(
  { instance, tracing }: Settings,
  environment: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): TracingSettings {
  const ratio = environment === 'production' ? PRODUCTION_RATIO : 1;
  const { problems, exporter, sampling, service, resource } = tracingFromEnvironment(env, { ratio });
  const toFile = tracing.file === '' ? undefined : ({ kind: 'file', path: tracing.file } as const);
  const isDisabled = env['OTEL_SDK_DISABLED']?.toLowerCase() === 'true';
  return {
    problems,
    options: {
      service: service ?? env['SERVICE_NAME'] ?? 'doorbell',
      instance: instance.id,
      version: instance.version,
      environment,
      enabled: !isDisabled,
      sampling,
      exporter: exporter ?? toFile,
      resource,
    },
  };
}
