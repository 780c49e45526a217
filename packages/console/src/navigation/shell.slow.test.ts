import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage } from '../fixtures/browser/testing.ts';
import { planeFor } from '../fixtures/scenarios/page-testing.ts';
import { scenarios } from '../fixtures/scenarios/testing.ts';

inBrowser();

it('says which page it is, in the tab and to screen readers, and has no grave fault', async () => {
  const { page, faults } = await openPage({ handlers: scenarios.unhealthy() });
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor();
  await page.getByText('crash loop').first().waitFor();
  expect(await page.title()).toBe('Overview · doorbell');
  expect(await page.getByRole('navigation').getByRole('link', { name: 'Overview' }).getAttribute('aria-current')).toBe(
    'page',
  );
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('goes to a page by the palette, by the keyboard alone, and the focus goes along', async () => {
  const { page } = await openPage({ handlers: scenarios.idle(), path: '/nowhere' });
  await page.getByRole('heading', { name: 'No such page' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Page or action' }).fill('ovw');
  expect(await page.getByRole('option', { selected: true }).textContent()).toContain('Overview');
  expect(await flawsOf(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/$/);
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('Overview');
});

it('goes back and forth by g and a letter, and shows the keys by ?', async () => {
  const { page } = await openPage({ handlers: scenarios.idle(), path: '/nowhere' });
  await page.getByRole('heading', { name: 'No such page' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
});

it('keeps the way to the pages in a drawer where it is narrow', async () => {
  const { page } = await openPage({ handlers: scenarios.unhealthy(), look: narrow });
  await page.getByRole('button', { name: 'Open the menu' }).click();
  const menu = page.getByRole('dialog', { name: 'Menu' });
  expect(await flawsOf(page)).toEqual([]);
  await menu.getByRole('link', { name: 'Overview' }).click();
  await menu.waitFor({ state: 'detached' });
});

it('offers nothing of what somebody may not do, and says what is needed', async () => {
  const { page } = await openPage({ handlers: planeFor(['account:use']) });
  await page.getByText('You may not see this.').waitFor();
  await page.getByText('service:read').waitFor();
  // One's own account is everybody's.
  expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Access']);
});

it('lets whoever only looks do nothing', async () => {
  const { page } = await openPage({ handlers: planeFor(['service:read', 'deployments:read']) });
  await page.getByRole('heading', { name: 'Last deployments' }).waitFor();
  expect(await page.locator('main .button').allTextContents()).toEqual([]);
});
