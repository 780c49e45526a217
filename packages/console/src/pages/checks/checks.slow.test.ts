import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, wide } from '../../fixtures/browser/testing.ts';
import { calmChecks, checksPlane, withSamples } from '../../fixtures/scenarios/checks-testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';

inBrowser();

it('shows first what is not well, wherever it is; of what does not answer the checks are unknown', async () => {
  const { page, faults } = await openPage({ handlers: checksPlane(), path: '/checks', look: wide });
  await withSamples(page);
  const first = page.getByRole('region', { name: 'Not well' }).getByRole('listitem');
  await expect.poll(() => first.count()).toBe(7);
  expect(await first.nth(0).textContent()).toContain('doorbell-green-3');
  const head = page.getByRole('columnheader', { name: 'doorbell-green-3' });
  expect(await head.textContent()).toContain('unhealthyno answer within 2000 ms');
  const ofSilent = page.getByRole('row', { name: /^disk/ }).getByRole('cell').first();
  expect(await ofSilent.textContent()).toBe('unknown');
  await page.getByRole('img', { name: /Last 40 min: 38 well, 2 not well/ }).waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('opens a check by the keyboard, with its details, its history and the way to the logs', async () => {
  const { page } = await openPage({ handlers: checksPlane(), path: '/checks' });
  await withSamples(page);
  await page.getByRole('button', { name: 'disk of doorbell-green-2' }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'disk of doorbell-green-2' });
  await dialog.getByText('4.48 GiB').waitFor();
  await dialog.getByRole('img', { name: /^Last 6 h: 49 well, 3 degraded, 20 unknown/ }).waitFor();
  expect(await dialog.getByRole('link', { name: 'Logs of doorbell-green-2' }).getAttribute('href')).toBe(
    '/logs?instance=doorbell-green-2',
  );
  expect(await flawsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await expect.poll(() => new URL(page.url()).search).toBe('');
});

it('is calm where all is well', async () => {
  const { page } = await openPage({ handlers: calmChecks(), path: '/checks' });
  await page.getByText('All is well.').waitFor();
  await page.getByText('Nothing is looked at from outside').waitFor();
});

it('is a list of cards where it is narrow', async () => {
  const { page } = await openPage({ handlers: checksPlane(), path: '/checks', look: narrow });
  await page.getByRole('button', { name: 'disk of doorbell-green-2' }).waitFor();
  await page.getByRole('table', { name: 'Scrape targets' }).waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it('shows the checks to whoever may not see metrics, and says what is missing', async () => {
  const handlers = { ...planeFor(['service:read']), ...pick(checksPlane()) };
  const { page, stub } = await openPage({ handlers, path: '/checks' });
  await page.getByRole('button', { name: 'disk of doorbell-green-2' }).waitFor();
  expect(await page.getByText('It needs the permission metrics:read').count()).toBe(2);
  expect(stub.requests.some(({ name }) => name === 'targets')).toBe(false);
});

function pick({ instances, ownHealth }: ReturnType<typeof checksPlane>) {
  return { ...(instances && { instances }), ...(ownHealth && { ownHealth }) };
}
