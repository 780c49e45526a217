import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage } from '../../fixtures/browser/testing.ts';
import { openExplorer } from '../../fixtures/scenarios/explore-testing.ts';
import { planeFor, planeWith } from '../../fixtures/scenarios/page-testing.ts';

inBrowser();

const editorOf = (page: Page) => page.getByRole('textbox', { name: 'PromQL expression' });

async function explore(search = '', more: object = {}, look = {}) {
  const opened = await openPage({ handlers: planeWith({}), path: null, ...(look && { look }) });
  await openExplorer(opened.page, opened.stub.url, search, more);
  await editorOf(opened.page).waitFor();
  return opened;
}

it('completes a name, runs it by Enter, draws it, and the address leads there again', async () => {
  const { page, faults } = await explore();
  await page.getByText('What can I ask?').waitFor();
  await editorOf(page).pressSequentially('system_cpu_us');
  await page.getByRole('option', { name: /system_cpu_usage_percent/ }).waitFor();
  // What was just offered cannot be taken yet: a list that jumps up under one's fingers would be pressed by mistake.
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  await expect.poll(() => editorOf(page).textContent()).toBe('system_cpu_usage_percent');
  await page.keyboard.press('Enter');
  await page.getByText('2 series').waitFor();
  await page.locator('.chart canvas').waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get('expr')).toBe('system_cpu_usage_percent');
  // The editor's styles come without a <style> element: the policy has nothing to complain of.
  expect(await flawsOf(page, faults)).toEqual([]);
  await page.goBack();
  await page.getByText('What can I ask?').waitFor();
  expect(await page.getByRole('combobox', { name: 'Asked before' }).textContent()).toContain(
    'system_cpu_usage_percent',
  );
});

it('marks at its place what is wrong, as the editor sees it and as the control plane does', async () => {
  const { page } = await explore('?expr=up%7B');
  await page.locator('.cm-lintRange-error, .cm-lintPoint-error').first().waitFor();
  await page.getByText('Line 1, character 4: unexpected end of input inside braces').waitFor();
  await page.goto(page.url().replace(/expr=.*/, 'expr=strange'));
  await page.getByRole('status').filter({ hasText: 'a word of its own' }).waitFor();
  expect(await page.locator('.cm-lintRange-error').textContent()).toBe('r');
  expect(await flawsOf(page)).toEqual([]);
});

it('says what the engine remarks, how long it took, and how many series are not drawn', async () => {
  const { page } = await explore('?expr=many', { warnings: ['PromQL warning: odd'], infos: ['PromQL info: fine'] });
  await page.getByText('120 series').waitFor();
  await page.getByText(/took [\d.]+ m?s/).waitFor();
  await page.getByText('20 more series are not drawn').waitFor();
  await page.getByText('odd', { exact: true }).waitFor();
  await page.getByText('fine', { exact: true }).waitFor();
});

it('shows one moment as a table that is sorted, narrow as well', async () => {
  const { page } = await explore('?expr=requests&view=table', {}, narrow);
  const table = page.getByRole('table', { name: 'Series' });
  await table.waitFor();
  expect(await table.getByRole('row').count()).toBe(3);
  expect(await flawsOf(page)).toEqual([]);
});

it('finds a metric by what it says, and asks for it in the way of its type', async () => {
  const { page } = await explore();
  await page.getByRole('button', { name: 'Find a metric' }).click();
  await page.getByRole('searchbox', { name: 'Filter' }).fill('one item takes');
  await page.getByRole('button', { name: /^pipeline_processing_duration_seconds/ }).click();
  await page.getByText('2 series').waitFor();
  expect(await editorOf(page).textContent()).toContain('histogram_quantile(0.95');
});

it('is not shown to those who may not read metrics', async () => {
  const { page } = await openPage({ handlers: planeFor(['service:read']), path: '/explore' });
  await page.getByText('metrics:read').waitFor();
});
