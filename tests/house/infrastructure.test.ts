import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { readDashboards, renderGrafana } from '../../packages/server/src/watch/dashboards/index.ts';
import { root } from './source-files.ts';

const folder = join(root, 'infrastructure/grafana');
const files = renderGrafana(readDashboards({ files: [], directory: root }));

it.each(files)(
  'infrastructure/grafana/$path is what is rendered (else: npx seaworthy render grafana -o infrastructure/grafana)',
  ({ path, text }) => {
    expect(readFileSync(join(folder, path), 'utf8')).toBe(text);
  },
);

it('has no file that nothing renders', () => {
  const there = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = there.map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  expect(paths.sort()).toEqual(files.map(({ path }) => path).sort());
});
