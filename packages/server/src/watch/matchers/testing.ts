import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Alertmanager's own expectations, kept beside the repository; undefined where they are not at hand. */
export function alertmanagerTables(): Record<string, { readonly cases: unknown }> | undefined {
  const file = fileURLToPath(new URL('../../../../../../shared/alertmanager/tables.json', import.meta.url));
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export const noTables = 'shared/alertmanager/tables.json is not beside this repository';
