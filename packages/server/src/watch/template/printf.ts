import { formatE, formatF, formatG } from './float-format.ts';
import { print } from './print.ts';
import type { Value } from './value.ts';
import { asText, SafeText, typeName } from './value.ts';

interface Directive {
  readonly flags: string;
  readonly width: number | undefined;
  readonly precision: number | undefined;
  readonly verb: string;
}

const DIRECTIVE = /%([-+# 0]*)(?:\[(\d+)\])?(\d+|\*)?(?:\.(\d+|\*)?)?(?:\[(\d+)\])?(.)?/gsu;
const maximalWidth = 1000;

/** As fmt.Sprintf, mistakes included: `%!d(float64=3)`, `%!d(MISSING)`, `%!(EXTRA int=2)`. */
export function printf(format: string, args: readonly Value[]): string {
  let next = 0;
  let isReordered = false;
  const take = (): { value: Value } | undefined => (next < args.length ? { value: args[next++] } : undefined);
  const count = (text: string | undefined): number | undefined => {
    const value = text === '*' ? take()?.value : text;
    return value === undefined ? undefined : Math.min(Math.abs(Number(value)), maximalWidth);
  };
  const text = format.replace(DIRECTIVE, (whole, flags, early, widthText, precisionText, late, verb) => {
    if (verb === undefined) return '%!(NOVERB)';
    const width = count(widthText);
    const precision = whole.includes('.') ? (count(precisionText) ?? 0) : undefined;
    const place = late ?? early;
    if (place !== undefined) {
      isReordered = true;
      if (Number(place) < 1 || Number(place) > args.length) return `%!${verb}(BADINDEX)`;
      next = Number(place) - 1;
    }
    if (verb === '%') return '%';
    const taken = take();
    return taken ? formatOne({ flags, width, precision, verb }, taken.value) : `%!${verb}(MISSING)`;
  });
  const extra = isReordered ? [] : args.slice(next);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.map(withType).join(', ')})`;
}

function withType(value: Value): string {
  return value === undefined ? '<nil>' : `${typeName(value)}=${print(value)}`;
}

function formatOne(directive: Directive, value: Value): string {
  const { verb } = directive;
  if (verb === 'T') return pad(directive, value === undefined ? '<nil>' : typeName(value));
  if (verb === 'v') return formatPlain(directive, value);
  const text = formatKind(directive, value);
  return text ?? (value === undefined ? `%!${verb}(<nil>)` : `%!${verb}(${withType(value)})`);
}

function formatPlain({ flags, ...rest }: Directive, value: Value): string {
  const directive = { flags: flags.replace('+', ''), ...rest };
  if (typeof value === 'number') return formatFloat({ ...directive, verb: 'g' }, value) ?? '';
  if (typeof value === 'bigint') return formatInteger({ ...directive, verb: 'd' }, value) ?? '';
  return pad({ ...directive, flags: directive.flags.replace('0', '') }, print(value));
}

function formatKind(directive: Directive, value: Value): string | undefined {
  if (typeof value === 'number') return formatFloat(directive, value);
  if (typeof value === 'bigint') return formatInteger(directive, value);
  if (typeof value === 'boolean') return directive.verb === 't' ? pad(directive, String(value)) : undefined;
  const text = asText(value);
  if (text !== undefined) return formatText(directive, text);
  if (value === undefined || !['s', 'd', 'f'].includes(directive.verb)) return undefined;
  return pad(directive, formatInside(directive, value));
}

/** Lists and maps: the verb is for what is in them. */
function formatInside(directive: Directive, value: Value): string {
  if (Array.isArray(value)) return `[${value.map((each) => formatOne({ ...directive, width: 0 }, each)).join(' ')}]`;
  return value instanceof SafeText ? value.text : print(value);
}

function formatFloat(directive: Directive, value: number): string | undefined {
  const { verb, precision } = directive;
  const lower = verb.toLowerCase();
  if (!['e', 'f', 'g'].includes(lower)) return undefined;
  const format = { e: formatE, f: formatF, g: formatG }[lower as 'e' | 'f' | 'g'];
  const text = precision === undefined ? format(value) : format(value, precision);
  const isSpecial = !Number.isFinite(value);
  const signed = withSign(directive.flags, isSpecial ? text.replace('+', '') : text);
  const shown = isSpecial && value > 0 && !directive.flags.includes('-') ? withPlus(signed) : signed;
  return pad(
    isSpecial ? { ...directive, flags: directive.flags.replace('0', '') } : directive,
    verb === lower ? shown : shown.toUpperCase(),
  );
}

function withPlus(text: string): string {
  return text.startsWith('+') ? text : `+${text}`;
}

function formatInteger(directive: Directive, value: bigint): string | undefined {
  const digits = integerDigits(directive, value < 0n ? -value : value);
  if (digits === undefined) return undefined;
  if (['c', 'q', 'U'].includes(directive.verb)) return pad(directive, digits);
  const padded = digits.padStart(directive.precision ?? 0, '0');
  return pad(directive, withSign(directive.flags, (value < 0n ? '-' : '') + padded));
}

function integerDigits({ verb, flags }: Directive, value: bigint): string | undefined {
  const sharp = flags.includes('#');
  switch (verb) {
    case 'd':
      return value.toString();
    case 'b':
      return value.toString(2);
    case 'o':
      return (sharp ? '0' : '') + value.toString(8);
    case 'O':
      return `0o${value.toString(8)}`;
    case 'x':
      return (sharp ? '0x' : '') + value.toString(16);
    case 'X':
      return (sharp ? '0X' : '') + value.toString(16).toUpperCase();
    case 'c':
      return characterOf(value);
    case 'q':
      return `'${characterOf(value)}'`;
    case 'U':
      return `U+${value.toString(16).toUpperCase().padStart(4, '0')}`;
    default:
      return undefined;
  }
}

function characterOf(code: bigint): string {
  return code <= 0x10ffffn ? String.fromCodePoint(Number(code)) : '\ufffd';
}

function formatText(directive: Directive, text: string): string | undefined {
  const { verb, precision } = directive;
  const short = precision === undefined ? text : [...text].slice(0, precision).join('');
  if (verb === 's') return pad(directive, short);
  if (verb === 'q') return pad(directive, JSON.stringify(short));
  if (verb !== 'x' && verb !== 'X') return undefined;
  const bytes = Buffer.from(short).toString('hex');
  const hex = directive.flags.includes(' ') ? bytes.replace(/..(?=.)/g, '$& ') : bytes;
  return pad(directive, verb === 'x' ? hex : hex.toUpperCase());
}

function withSign(flags: string, text: string): string {
  if (text.startsWith('-')) return text;
  if (flags.includes('+')) return `+${text}`;
  return flags.includes(' ') ? ` ${text}` : text;
}

function pad({ flags, width = 0 }: Directive, text: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0')) return text.padStart(width);
  const sign = /^[-+ ]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}
