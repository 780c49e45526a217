import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { withAllValues } from './check-query.ts';
import { panelsOf } from './definition.ts';
import { loadDashboards } from './load-dashboards.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const dashboards = loadDashboards({ files: [], directory: '/' }).dashboards();

async function verdictOf(exprs: readonly string[]) {
  const file = join(await testFolder(), 'rules.yaml');
  const rules = exprs.map((expr, index) => ({ record: `query:${index}`, expr: withAllValues(expr) }));
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'queries', rules }] }));
  const { status, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  return { status, stderr };
}

describe.skipIf(!hasPromtool)('promtool takes the queries (skipped where it is not installed)', () => {
  it.each(dashboards)('of $name', async (dashboard) => {
    const exprs = panelsOf(dashboard).flatMap(({ queries }) => queries.map(({ expr }) => expr));
    expect(await verdictOf(exprs)).toEqual({ status: 0, stderr: '' });
  });

  it('and would refuse a wrong one', async () => {
    expect((await verdictOf(['sum(up'])).status).toBe(1);
  });
});
