import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface DashboardPreset {
  readonly file: string;
  readonly text: string;
}

/** The same from the sources and from what is built of them: the files themselves are not built. */
const folder = fileURLToPath(new URL('../../../src/watch/dashboards/presets/', import.meta.url));

/** Dashboards that come with Seaworthy: those of the service first, in the order in which people look. */
const order = [
  'system-overview',
  'pipeline',
  'face-recognition',
  'business',
  'doorbell',
  'asr',
  'scraper',
  'seaworthy',
];

export function dashboardPresets(): readonly DashboardPreset[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort((a, b) => placeOf(a) - placeOf(b))
    .map((name) => ({ file: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

function placeOf(fileName: string): number {
  return order.indexOf(fileName.replace('.yaml', ''));
}
