import type { OtlpExporterOptions } from './export/exporter.ts';
import type { Sampling } from './sampling.ts';

export interface TracingFromEnvironment {
  readonly enabled: boolean;
  readonly sampling: Sampling;
  readonly exporter: OtlpExporterOptions | undefined;
  /** `service.name`, when the environment says it. */
  readonly service: string | undefined;
  readonly resource: Readonly<Record<string, string>>;
  /** What was not understood and is not followed; for the log. */
  readonly problems: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads OpenTelemetry's standard variables: `OTEL_EXPORTER_OTLP_ENDPOINT`, `…_HEADERS`, `…_TIMEOUT` and their
 * `…_TRACES_…` forms, `OTEL_SERVICE_NAME`, `OTEL_RESOURCE_ATTRIBUTES`, `OTEL_TRACES_SAMPLER`, `…_SAMPLER_ARG`,
 * `OTEL_TRACES_EXPORTER=none`, `OTEL_SDK_DISABLED`. Enabled when there is an endpoint. As the specification wants it, a
 * value that makes no sense is told and ignored: a service does not fail for its telemetry.
 */
export function tracingFromEnvironment(
  env: Environment,
  defaults: { readonly ratio?: number } = {},
): TracingFromEnvironment {
  const problems: string[] = [];
  const isOff = isTrue(env['OTEL_SDK_DISABLED']) || env['OTEL_TRACES_EXPORTER']?.trim() === 'none';
  const exporter = isOff ? undefined : readExporter(env, problems);
  const { 'service.name': named, ...resource } = readPairs(env, 'OTEL_RESOURCE_ATTRIBUTES', problems);
  return {
    enabled: exporter !== undefined,
    sampling: readSampling(env, defaults.ratio ?? 1, problems),
    exporter,
    service: env['OTEL_SERVICE_NAME']?.trim() || named,
    resource,
    problems,
  };
}

function readExporter(env: Environment, problems: string[]): OtlpExporterOptions | undefined {
  const endpoint = readEndpoint(env, problems);
  if (endpoint === undefined) return undefined;
  const protocol = env['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL'] ?? env['OTEL_EXPORTER_OTLP_PROTOCOL'] ?? 'http/json';
  if (protocol !== 'http/json')
    problems.push(`OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}; traces are sent as http/json`);
  const headers = {
    ...readPairs(env, 'OTEL_EXPORTER_OTLP_HEADERS', problems),
    ...readPairs(env, 'OTEL_EXPORTER_OTLP_TRACES_HEADERS', problems),
  };
  const timeoutMs = Number(env['OTEL_EXPORTER_OTLP_TRACES_TIMEOUT'] ?? env['OTEL_EXPORTER_OTLP_TIMEOUT']);
  return { kind: 'otlp', endpoint, headers: fit(headers, problems), ...(timeoutMs > 0 && { timeoutMs }) };
}

/** The general endpoint is a base that `v1/traces` is put to; the one for traces is the whole address. */
function readEndpoint(env: Environment, problems: string[]): string | undefined {
  const whole = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']?.trim();
  const base = env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim();
  const text = whole || (base && `${base.replace(/\/+$/, '')}/v1/traces`);
  if (!text) return undefined;
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  problems.push('OTEL_EXPORTER_OTLP_ENDPOINT is no http(s) URL; no traces are sent');
  return undefined;
}

function readSampling(env: Environment, defaultRatio: number, problems: string[]): Sampling {
  const name = env['OTEL_TRACES_SAMPLER']?.trim() || 'parentbased_traceidratio';
  const followParent = name.startsWith('parentbased_');
  switch (name.replace('parentbased_', '')) {
    case 'always_on':
      return { ratio: 1, followParent };
    case 'always_off':
      return { ratio: 0, followParent };
    case 'traceidratio':
      return { ratio: readRatio(env, defaultRatio, problems), followParent };
    default:
      problems.push(`OTEL_TRACES_SAMPLER ${name} is not known; parentbased_traceidratio is used`);
      return { ratio: readRatio(env, defaultRatio, problems) };
  }
}

function readRatio(env: Environment, defaultRatio: number, problems: string[]): number {
  const text = env['OTEL_TRACES_SAMPLER_ARG']?.trim();
  if (!text) return defaultRatio;
  const ratio = Number(text);
  if (ratio >= 0 && ratio <= 1) return ratio;
  problems.push(`OTEL_TRACES_SAMPLER_ARG is ${text}, not a number from 0 to 1; ${defaultRatio} is used`);
  return defaultRatio;
}

/** `key=value` pairs with commas in between, as in W3C Baggage; values are percent-encoded. All or nothing. */
function readPairs(env: Environment, variable: string, problems: string[]): Record<string, string> {
  const pairs: Record<string, string> = {};
  try {
    for (const part of (env[variable] ?? '').split(',')) {
      if (part.trim() === '') continue;
      const at = part.indexOf('=');
      if (at < 1) throw new Error('a pair without =');
      pairs[part.slice(0, at).trim()] = decodeURIComponent(part.slice(at + 1).trim());
    }
    return pairs;
  } catch {
    problems.push(`${variable} is no list of key=value pairs with percent-encoded values; it is ignored`);
    return {};
  }
}

/** Only what a header may be; a value is never told, for it is usually a key. */
function fit(headers: Readonly<Record<string, string>>, problems: string[]): Record<string, string> {
  const entries = Object.entries(headers).filter(([name, value]) => {
    const isFit = /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value);
    if (!isFit) problems.push('OTEL_EXPORTER_OTLP_HEADERS has a header that cannot be sent; it is left out');
    return isFit;
  });
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), value]));
}

function isTrue(text: string | undefined): boolean {
  return text?.trim().toLowerCase() === 'true';
}
