import { formatCount } from './format.ts';

/** What a number measures, and so how it is written. */
export type Unit =
  | 'none'
  | 'count'
  | 'perSecond'
  | 'perMinute'
  | 'perHour'
  /** 0 to 1, written in percent. */
  | 'ratio'
  /** 0 to 100 already. */
  | 'percent'
  | 'seconds'
  | 'milliseconds'
  | 'bytes'
  | 'bytesPerSecond'
  /** 1 is yes. */
  | 'yesNo';

/** `1.2 k`, `34 ms`, `12.5 %`, `1.5 MiB/s`; null is what nobody measured. */
export function formatUnit(value: number | null, unit: Unit): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  switch (unit) {
    case 'none':
      return withPrefix(value);
    case 'count':
      return Number.isInteger(value) && Math.abs(value) < 1e6 ? formatCount(value) : withPrefix(value);
    case 'perSecond':
      return `${withPrefix(value)}/s`;
    case 'perMinute':
      return `${withPrefix(value)}/min`;
    case 'perHour':
      return `${withPrefix(value)}/h`;
    case 'ratio':
      return `${digits(value * 100)} %`;
    case 'percent':
      return `${digits(value)} %`;
    case 'seconds':
      return formatSeconds(value);
    case 'milliseconds':
      return value === 0 ? '0 ms' : formatSeconds(value / 1000);
    case 'bytes':
      return formatBytes(value);
    case 'bytesPerSecond':
      return `${formatBytes(value)}/s`;
    case 'yesNo':
      return value === 0 ? 'no' : 'yes';
  }
}

const prefixes = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

function withPrefix(value: number): string {
  const [size, prefix] = prefixes.find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return prefix === '' ? digits(value) : `${digits(value / size)} ${prefix}`;
}

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function formatBytes(bytes: number): string {
  const size = Math.abs(bytes);
  const step = size < 1 ? 0 : Math.min(binary.length - 1, Math.floor(Math.log2(size) / 10));
  return `${digits(bytes / 1024 ** step)} ${binary[step] ?? ''}`;
}

/** From microseconds to days, in the unit that one would say it in. */
export function formatSeconds(seconds: number): string {
  const size = Math.abs(seconds);
  if (size === 0) return '0 s';
  if (size < 0.001) return `${digits(seconds * 1e6)} µs`;
  if (size < 1) return `${digits(seconds * 1000)} ms`;
  if (size < 120) return `${digits(seconds)} s`;
  if (size < 7200) return `${digits(seconds / 60)} min`;
  return size < 172_800 ? `${digits(seconds / 3600)} h` : `${digits(seconds / 86_400)} d`;
}

/** Three digits that count, no zeros after the point. */
function digits(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 100) return formatCount(Math.round(value));
  if (size < 0.001) return value.toExponential(1).replace('e-', 'e−');
  return String(Number(value.toPrecision(3)));
}
