import { resolve } from 'node:path';
import type { Settings } from './settings.ts';

const SECTIONS = ['http_config', 'tls_config', 'basic_auth', 'authorization'];

/** Settings in which every `..._file` is an absolute path: in an Alertmanager configuration it is relative to that file. */
export function absoluteFiles(settings: Settings, folder: string): Settings {
  const member = (key: string, value: unknown): unknown => {
    if (key.endsWith('_file') && typeof value === 'string') return resolve(folder, value);
    if (key === 'http_headers') return mapValues(value, (_, header) => mapValues(header, headerFiles));
    return SECTIONS.includes(key) ? mapValues(value, member) : value;
  };
  const headerFiles = (key: string, value: unknown): unknown =>
    key === 'files' && Array.isArray(value) ? value.map((file) => resolve(folder, String(file))) : value;
  return mapValues(settings, member) as Settings;
}

function mapValues(value: unknown, change: (key: string, value: unknown) => unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, change(key, each)]));
}
