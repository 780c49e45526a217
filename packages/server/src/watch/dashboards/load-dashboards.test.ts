import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { loadDashboards } from './load-dashboards.ts';

const text = (name: string) => `name: ${name}\ntitle: Own\npanels: [{title: Up, kind: stat, queries: [{expr: up}]}]\n`;

async function load(files: Readonly<Record<string, string>>, ...patterns: string[]) {
  const directory = await testFolder();
  mkdirSync(join(directory, 'dashboards'));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, 'dashboards', name), content);
  return loadDashboards({ files: patterns.map((each) => join(directory, each)), directory });
}

it('has the presets without any file', async () => {
  const { dashboards: read, problems } = await load({});
  const dashboards = read();
  expect(problems).toEqual([]);
  expect(dashboards.map(({ name }) => name)).toEqual([
    ...['system-overview', 'pipeline', 'face-recognition', 'business', 'doorbell', 'asr', 'scraper', 'seaworthy'],
  ]);
  expect(dashboards.every(({ source, file }) => source === 'preset' && file === null)).toBe(true);
});

it('puts files first, and one that is named like a preset in its place', async () => {
  const { dashboards: read } = await load({ 'b.yaml': text('pipeline'), 'a.json': text('shop') }, 'dashboards/*');
  const dashboards = read();
  expect(dashboards.slice(0, 2)).toMatchObject([
    { name: 'shop', source: 'file', file: 'dashboards/a.json' },
    { name: 'pipeline', source: 'file', file: 'dashboards/b.yaml', title: 'Own' },
  ]);
  expect(dashboards.filter(({ name }) => name === 'pipeline')).toHaveLength(1);
});

it('tells of all files what is wrong: names that are there twice, files that are not there', async () => {
  const files = { 'a.yaml': text('shop'), 'b.yaml': text('shop'), 'c.yaml': text('shop').replace('stat', 'dial') };
  const { problems } = await load(files, 'dashboards/*.yaml', 'gone.yaml', 'none/*.yaml');
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringContaining('expected one of timeseries'),
    expect.stringMatching(/the dashboard "shop" stands in .*a\.yaml too/),
    expect.stringMatching(/there is no file .*gone\.yaml/),
  ]);
});
