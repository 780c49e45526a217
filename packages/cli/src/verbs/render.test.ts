import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { testHost } from '../testing.ts';

const page = 'service: shop\nruntime: {command: [node, shop.js]}\ndashboards: [dashboards/*.yaml]\n';
const dashboard =
  'name: shop\ntitle: Shop\npanels: [{title: Sales, kind: stat, queries: [{expr: sum(sales_total)}]}]\n';

function folder(files: Readonly<Record<string, string>> = {}): string {
  const cwd = mkdtempSync(join(tmpdir(), 'seaworthy-render-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  mkdirSync(join(cwd, 'dashboards'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  return cwd;
}

async function render(cwd: string, ...argv: string[]) {
  const host = testHost({ cwd });
  const exit = await run(['render', ...argv], host);
  return { exit, out: host.out(), err: host.err() };
}

it('writes the dashboards of the configuration for Grafana, and tells which', async () => {
  const cwd = folder({ 'seaworthy.yaml': page, 'dashboards/shop.yaml': dashboard });
  const { exit, out } = await render(cwd, 'grafana', '-o', 'out');
  expect(exit).toBe(0);
  expect(out).toMatch(
    /^In .*out:\n {2}written {4}dashboards\/shop\.json\n {2}written {4}dashboards\/system-overview\.json/,
  );
  const written = JSON.parse(readFileSync(join(cwd, 'out/dashboards/shop.json'), 'utf8'));
  expect(written).toMatchObject({ title: 'Shop', uid: 'seaworthy-shop', panels: [{ title: 'Sales', type: 'stat' }] });
  expect(readdirSync(join(cwd, 'out/provisioning')).sort()).toEqual(['dashboards', 'datasources']);
});

it('replaces its own files, and lets others be', async () => {
  const cwd = folder({ 'seaworthy.yaml': page, 'dashboards/shop.yaml': dashboard });
  await render(cwd, 'grafana', '-o', 'out');
  writeFileSync(join(cwd, 'out/dashboards/mine.json'), '{}');
  writeFileSync(join(cwd, 'dashboards/shop.yaml'), dashboard.replace('Sales', 'Money'));
  const { files } = JSON.parse((await render(cwd, 'grafana', '-o', 'out', '--json')).out);
  expect(files[0]).toEqual({ path: 'dashboards/shop.json', outcome: 'replaced' });
  expect(files.slice(1).every((each: { outcome: string }) => each.outcome === 'unchanged')).toBe(true);
  const left = readdirSync(join(cwd, 'out/dashboards'));
  expect(left).toContain('mine.json');
  expect(left.filter((name) => !name.endsWith('.json'))).toEqual([]);
});

it('needs no configuration for the dashboards that come with Seaworthy', async () => {
  const { exit, out } = await render(folder(), 'grafana', '-o', 'out', '--json');
  expect(exit).toBe(0);
  expect(JSON.parse(out).files.map(({ path }: { path: string }) => path)).toContain('dashboards/business.json');
});

it('writes nothing when a dashboard is wrong, and tells where', async () => {
  const cwd = folder({ 'seaworthy.yaml': page, 'dashboards/shop.yaml': dashboard.replace('sum(', 'sum((') });
  const { exit, err } = await render(cwd, 'grafana', '-o', 'out');
  expect(exit).toBe(2);
  expect(err).toMatch(/shop\.yaml:3:\d+ .*could not parse expression/);
  expect(readdirSync(cwd)).not.toContain('out');
});

it('refuses what it cannot write, and names what it can', async () => {
  const { exit, err } = await render(folder(), 'terraform', '-o', 'out');
  expect(exit).toBe(2);
  expect(err).toContain('Nothing is rendered for "terraform" yet.');
  expect(err).toContain('grafana');
});

it('tells when a file cannot be written', async () => {
  const cwd = folder({ out: 'a file' });
  const { exit, err } = await render(cwd, 'grafana', '-o', 'out');
  expect(exit).toBe(1);
  expect(err).toContain('cannot be written');
});
