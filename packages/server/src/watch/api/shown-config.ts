import { parse, stringify } from 'yaml';

const SECRET = '<secret>';
/** Keys whose value is a secret; their `..._file` twins name a file, which may be shown. */
const SECRET_KEY = /(?:^|_)(?:password|secret|token|credentials|key)$/;
/** Who knows such an address may write there. */
const SECRET_ADDRESS = /^(?:slack_api_url|webhook_url)$/;
/** Maps in which people keep secrets under names of their own. */
const SECRET_MAP = /^(?:http_headers|fields|custom_details|details)$/;

/**
 * An Alertmanager configuration as it may be shown: without comments, and with `<secret>` in place of what is secret, as
 * Alertmanager writes it and amtool reads it again. Of addresses the host stays.
 */
export function shownConfig(original: string): string {
  return stringify(shown(parse(original, { maxAliasCount: 1_000 }), ''), { lineWidth: 0 });
}

function shown(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((each) => shown(each, key));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, each]) => [name, shownEntry(name, each, key)]);
    return Object.fromEntries(entries);
  }
  return value;
}

function shownEntry(name: string, value: unknown, parent: string): unknown {
  if (isScalar(value) && (SECRET_KEY.test(name) || SECRET_MAP.test(parent))) return SECRET;
  if (typeof value === 'string' && (SECRET_ADDRESS.test(name) || (name === 'api_url' && parent === 'slack_configs'))) {
    return SECRET;
  }
  if (typeof value === 'string' && /(?:^|_)url$/.test(name)) return hostOf(value);
  return shown(value, name);
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

function hostOf(text: string): string {
  if (!URL.canParse(text)) return text === '' ? text : SECRET;
  const { protocol, host, pathname, search } = new URL(text);
  return `${protocol}//${host}${pathname.length > 1 || search !== '' ? `/${SECRET}` : ''}`;
}
