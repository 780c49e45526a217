import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, wide } from '../../fixtures/browser/testing.ts';
import { dashboardHandlers, openDashboard } from '../../fixtures/scenarios/dashboards-testing.ts';

inBrowser();

async function dashboard(search = '', look = wide) {
  const opened = await openPage({ handlers: dashboardHandlers(), path: null, look });
  const asked: string[] = [];
  opened.page.on('request', (request) => {
    if (!/\/query(_range)?$/.test(request.url())) return;
    asked.push(new URLSearchParams(request.postData() ?? '').get('query') ?? '');
  });
  await openDashboard(opened.page, opened.stub.url, search);
  await opened.page.getByRole('heading', { name: 'Every kind' }).waitFor();
  return { ...opened, asked };
}

it('lists what has something to show first, and leads there', async () => {
  const { page } = await openPage({ handlers: dashboardHandlers(), path: '/dashboards' });
  const titles = page.getByRole('table').getByRole('link');
  await titles.first().waitFor();
  expect(await titles.allTextContents()).toEqual(['Every kind', 'Odd', 'Subtitles']);
  expect(await flawsOf(page)).toEqual([]);
});

it('draws every kind, says what has no data, what nobody knows and what was refused', async () => {
  const { page, faults } = await dashboard('', { viewport: { width: 1440, height: 2200 } });
  const panel = (name: string) => page.getByRole('region', { name });
  await panel('A timeseries').locator('canvas').waitFor();
  await panel('A gauge').getByRole('img', { name: 'arrived: 97.2 %' }).waitFor();
  await panel('A gauge').getByText('watch', { exact: true }).waitFor();
  await panel('A stat').getByText('12', { exact: true }).waitFor();
  await panel('A bar gauge').getByText('99.9 %').waitFor();
  await panel('A pie').getByText('68.9 %').waitFor();
  await panel('A heatmap').getByText('≤ 500 ms', { exact: true }).waitFor();
  await panel('A status history').getByText('down', { exact: true }).waitFor();
  await panel('A bar').getByText('23', { exact: true }).first().waitFor();
  await panel('A table').getByRole('cell', { name: 'unknown' }).waitFor();
  await panel('Nothing there').getByText('No data').waitFor();
  await panel('Nobody knows').getByText('unknown', { exact: true }).waitFor();
  await panel('Refused').getByText('query took too many samples').waitFor();
  const refusals = faults.filter((fault) => !fault.includes('400'));
  expect(await flawsOf(page, refusals)).toEqual([]);
});

it('shows the same as a table, and leads to the expression', async () => {
  const { page } = await dashboard();
  const panel = page.getByRole('region', { name: 'A gauge' });
  await panel.getByRole('button', { name: 'A gauge as a table' }).click();
  await panel.getByRole('cell', { name: '97.2 %' }).waitFor();
  await panel.getByRole('link', { name: 'Explore A gauge' }).click();
  await page.waitForURL(/\/explore\?.*expr=share/);
});

it('asks for what was chosen, and only for what is in view', async () => {
  const { page, asked } = await dashboard('', { viewport: { width: 1440, height: 500 } });
  await page.getByRole('region', { name: 'A timeseries' }).locator('canvas').waitFor();
  expect(asked).toContain('rate(.*)');
  expect(asked).not.toContain('broken');
  await page.getByText('Slot', { exact: true }).click();
  await page.getByRole('checkbox', { name: 'green' }).check();
  await expect.poll(() => asked).toContain('rate(green)');
  await expect.poll(() => new URL(page.url()).searchParams.get('var-slot')).toBe('green');
});

it('stands in one column where it is narrow', async () => {
  const { page } = await dashboard('', narrow);
  await page.getByRole('region', { name: 'A timeseries' }).locator('canvas').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});
