import type { LogLine } from '@seaworthy/api';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, misfitsOf, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { lineAt, logPlane } from '../../fixtures/scenarios/log-lines-testing.ts';

inBrowser();

/** On a machine that does much else at the same time. */
const patience = { timeout: 20_000 };

const rows = (page: Page) => page.locator('.log-line');

it('opens a line to its fields, and narrows the search by one of them, in the address', async () => {
  const { page, stub, faults } = await openPage({ handlers: logPlane(200), path: '/logs' });
  await page
    .getByRole('button', { name: /could not be sent/ })
    .first()
    .click();
  await page.getByRole('rowheader', { name: 'exception.type' }).waitFor();
  expect(await page.getByRole('row', { name: /^api_key/ }).textContent()).toContain('[redacted]');
  expect(await page.getByRole('link', { name: 'Its trace', exact: true }).getAttribute('href')).toMatch(
    /^\/traces\/4bf92f/,
  );
  expect(await flawsOf(page, faults)).toEqual([]);

  await page.getByRole('button', { name: 'Only lines with status 503' }).click();
  await expect.poll(() => page.url(), patience).toContain('q=status%3D503');
  await expect
    .poll(async () => (await requestsOf(stub, 'logs')).at(-1)?.query, patience)
    .toMatchObject({ q: 'status=503' });
  expect(await page.getByLabel('Fields', { exact: true }).inputValue()).toBe('status=503');
});

it('shows what comes as it comes, lets it wait while it is paused, and says how much waits', async () => {
  let goOn = () => {};
  const next = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  async function* coming(): AsyncGenerator<LogLine> {
    yield lineAt(-1, { message: 'the first that came' });
    await next;
    yield* [lineAt(-2, { message: 'the second' }), lineAt(-3, { message: 'the third' })];
    await new Promise(() => {});
  }
  const { page } = await openPage({ handlers: logPlane(50, { followLogs: coming }), path: '/logs' });
  await expect.poll(() => rows(page).first().textContent(), patience).toContain('the first that came');
  await page.getByRole('button', { name: 'Pause' }).click();
  goOn();
  await page.getByRole('button', { name: '2 new lines' }).waitFor();
  expect(await rows(page).first().textContent()).toContain('the first that came');
  expect(await flawsOf(page)).toEqual([]);
  await page.getByRole('button', { name: '2 new lines' }).click();
  await expect.poll(() => rows(page).first().textContent(), patience).toContain('the third');
  await page.getByText('Live', { exact: true }).waitFor();
});

it('draws of thousands of lines those that are seen, and reads on by itself to the last one', async () => {
  const { page } = await openPage({ handlers: logPlane(4000), path: '/logs?last=24h' });
  await rows(page).first().waitFor();
  const list = page.getByRole('region', { name: 'Log lines', exact: true });
  await expect
    .poll(async () => {
      await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
      return page.getByText('4,000 lines here').isVisible();
    }, patience)
    .toBe(true);
  expect(await rows(page).count()).toBeLessThan(150);
  await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
  await page.getByText('Nothing older in this time.').waitFor();
});

it('says at the field what is wrong with the search', async () => {
  const { page } = await openPage({ handlers: logPlane(20), path: '/logs?regex=yes' });
  await page.getByLabel('Regular expression', { exact: true }).fill('(a');
  await page.getByText(/opens a group that nothing closes/).waitFor();
  expect(await page.getByLabel('Regular expression', { exact: true }).getAttribute('aria-invalid')).toBe('true');
  expect(await flawsOf(page)).toEqual([]);
});

it('narrows the time to a bar, by the keyboard too', async () => {
  const { page } = await openPage({ handlers: logPlane(200), path: '/logs' });
  const bars = page.getByRole('toolbar', { name: /Lines over time/ }).getByRole('button');
  await bars.last().focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.waitForURL(/from=\d+&to=\d+/);
  await page.getByText('Newest first, of a time that is past.').waitFor();
});

it('says that nothing was written and what to do, and is whole where it is narrow', async () => {
  const empty = await openPage({ handlers: logPlane(0), path: '/logs', look: narrow });
  await empty.page.getByText('No lines in the last 15 min').waitFor();
  expect(await misfitsOf(empty.page)).toEqual([]);
  const { page } = await openPage({ handlers: logPlane(100), path: '/logs', look: narrow });
  await rows(page).nth(2).click();
  await page.getByRole('button', { name: /No lines with level/ }).waitFor();
  expect(await flawsOf(page)).toEqual([]);
});
