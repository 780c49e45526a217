import { expect, it } from 'vitest';
import { flawsOf, inBrowser, misfitsOf, narrow, openPage, wide } from '../../fixtures/browser/testing.ts';
import { sloPlane } from '../../fixtures/scenarios/slos-testing.ts';

inBrowser();

it('shows the worst first, each with what is left, how fast it burns and why', async () => {
  const { page, faults } = await openPage({ handlers: sloPlane(), path: '/slos', look: wide });
  await page.getByText('1 exhausted, 1 burning, 1 unknown, 1 kept').waitFor();
  expect(await page.locator('main').getByRole('heading', { level: 2 }).allTextContents()).toEqual([
    'home',
    'latency',
    'pictures',
    'availability',
  ]);
  const latency = page.getByRole('region', { name: 'latency' });
  await latency.getByText('62.1 %').first().waitFor();
  await latency.getByText('Over 1h the budget burns 16.0 times too fast').waitFor();
  const rows = latency.getByRole('table', { name: 'Burn rates of latency' }).getByRole('row');
  expect(await rows.nth(1).textContent()).toContain('16× / 22.4×');
  await page.getByRole('region', { name: 'pictures' }).getByText('Nothing was counted within 30d.').waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('fits a narrow window', async () => {
  const { page } = await openPage({ handlers: sloPlane(), path: '/slos', look: narrow });
  await page.getByRole('region', { name: 'availability' }).waitFor();
  expect(await misfitsOf(page)).toEqual([]);
});

it('says how a first objective is written when there is none', async () => {
  const { page } = await openPage({ handlers: sloPlane([]), path: '/slos' });
  await page.getByText('Nothing is promised yet').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});
