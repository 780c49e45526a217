import { parse, stringify } from 'yaml';

const SECRET = '<secret>';
/** Keys whose value is a secret; their `..._file` twins name a file, which may be shown. */
const SECRET_KEY = /(?:^|_)(?:password|secret|token|credentials|key)$/;
/** Who knows such an address may write there. */
const SECRET_ADDRESS = /^(?:slack_api_url|webhook_url)$/;
/**
 * An Alertmanager configuration as it may be shown: without comments, and with `<secret>` in place of what is secret, as
 * Alertmanager writes it and amtool reads it again. Of addresses the host stays.
 */
export function shownConfig(original: string): string {
  return stringify(shown(parse(original, { maxAliasCount: 1_000 }), ''), { lineWidth: 0 });
}

function shown(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => shown(each, key));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, shownEntry(name, each, key)]));
}

function shownEntry(name: string, value: unknown, parent: string): unknown {
  if (isScalar(value) && SECRET_KEY.test(name)) return SECRET;
  if (name === 'secrets' && Array.isArray(value)) return value.map(() => SECRET);
  if (name === 'fields' && isMap(value)) return Object.fromEntries(Object.keys(value).map((key) => [key, SECRET]));
  if (typeof value !== 'string') return shown(value, name);
  if (SECRET_ADDRESS.test(name) || (name === 'api_url' && parent === 'slack_configs')) return SECRET;
  return /(?:^|_)url$/.test(name) ? hostOf(value) : value;
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function hostOf(text: string): string {
  if (!URL.canParse(text)) return text === '' ? text : SECRET;
  const { protocol, host, pathname, search } = new URL(text);
  return `${protocol}//${host}${pathname.length > 1 || search !== '' ? `/${SECRET}` : ''}`;
}
