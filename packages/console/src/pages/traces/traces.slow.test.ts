import { sampleTrace } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { brokenTrace, longTrace, tracePlane } from '../../fixtures/scenarios/traces-testing.ts';

inBrowser();

/** On a machine that does much else at the same time. */
const patience = { timeout: 20_000 };

const one = `/traces/${sampleTrace().traceId}`;

it('lists traces, narrows them to those with errors, and opens one from the plot', async () => {
  const { page, stub, faults } = await openPage({ handlers: tracePlane(60), path: '/traces' });
  await page.getByRole('table', { name: 'Traces' }).waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
  await page.getByLabel('Only with errors').check();
  await page.waitForURL(/errors=yes/);
  await expect
    .poll(async () => (await requestsOf(stub, 'traces')).at(-1)?.query, patience)
    .toMatchObject({ errors: 'true' });
  await page.getByText('0 without errors').waitFor();
  await page.locator('.scatter-point').first().click();
  await page.waitForURL(/\/traces\/[0-9a-f]{32}/);
  await page.getByRole('heading', { name: 'Waterfall' }).waitFor();
});

it('walks the waterfall by the keyboard, closes and opens it, and shows a span with the way to its logs', async () => {
  const { page, faults } = await openPage({ handlers: tracePlane(5), path: one });
  const span = (name: RegExp) => page.getByRole('button', { name });
  await span(/^POST \/press/).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  await span(/^recognise.* closed, 1 below/).waitFor();
  expect(await span(/^embed/).count()).toBe(0);
  await page.keyboard.press('ArrowRight');
  await span(/^embed.*faces.*72 ms.*level 3, on the critical path/).waitFor();
  await span(/^notify.*error/).click();
  await page.getByText('error: connect ECONNREFUSED').waitFor();
  expect(await page.getByRole('link', { name: 'Logs of this trace' }).getAttribute('href')).toMatch(
    /^\/logs\?trace=4bf92f3577b34da6a3ce929d0e0e4736&from=\d+&to=\d+$/,
  );
  expect(await page.getByRole('link', { name: 'Logs of this time' }).getAttribute('href')).toContain(
    'doorbell-green-1',
  );
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('zooms by drawing over the time, and back', async () => {
  const { page } = await openPage({ handlers: tracePlane(5), path: one });
  const scale = page.locator('.ruler-scale');
  await scale.waitFor();
  const box = await scale.boundingBox();
  if (box === null) throw new Error('The ruler is not drawn.');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 10);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 10, { steps: 3 });
  await page.mouse.up();
  expect(await scale.textContent()).toContain('40 ms');
  await page.getByRole('button', { name: 'Whole' }).click();
  await expect.poll(() => scale.textContent(), patience).toContain('0 ms50 ms100 ms');
});

it('draws of thousands of spans those that are seen', async () => {
  const { page } = await openPage({ handlers: tracePlane(5, longTrace(5000)), path: `${one}?span=s4000` });
  await page.getByText('POST /press').first().waitFor();
  await page.getByRole('button', { name: 'Zoom to it' }).waitFor();
  expect(await page.locator('.span-line').count()).toBeLessThan(120);
});

it('says that a trace is incomplete and why, and stays readable where it is narrow', async () => {
  const { page } = await openPage({ handlers: tracePlane(5, brokenTrace()), path: `${one}?span=04`, look: narrow });
  await page.getByText('This trace is incomplete').waitFor();
  await page.getByText('Its first span has not come').waitFor();
  await page.getByText(/clock of faces-1 is at least 14.2 ms behind/).waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it('says that there are none and what to do', async () => {
  const { page } = await openPage({ handlers: tracePlane(0), path: '/traces', look: narrow });
  await page.getByText('No traces in the last 15 min').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});
