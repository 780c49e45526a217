import { Refusal } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf, wide } from '../../fixtures/browser/testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';
import { drifted, settingsPlane } from '../../fixtures/scenarios/settings-testing.ts';

inBrowser();

it('shows every value with its source, finds, and hides secrets', async () => {
  const { page, faults } = await openPage({ handlers: settingsPlane(drifted), path: '/settings', look: wide });
  await page.getByText('28 of 28').waitFor();
  const rows = page.getByRole('table', { name: 'What is written otherwise than it runs' }).getByRole('row');
  expect(await rows.nth(1).textContent()).toContain('on a reload');
  expect(await rows.nth(3).textContent()).toContain('after a restart');
  expect(await flawsOf(page, faults)).toEqual([]);
  await page.getByRole('searchbox', { name: 'Search settings' }).fill('password env');
  await page.getByText('1 of 28').waitFor();
  await page.getByText('hidden', { exact: true }).waitFor();
  await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('password env');
});

it('reloads after a question, and says what waits for a restart', async () => {
  const handlers = settingsPlane(drifted, { reloadConfig: () => ({ needsRestart: ['traffic.listen.port'] }) });
  const { page, stub } = await openPage({ handlers, path: '/settings' });
  await page.getByText('28 of 28').waitFor();
  await page.getByRole('button', { name: 'Reload…' }).click();
  await page.getByText('2 changes count at once; 3 changes count only after a restart.').waitFor();
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await page.getByRole('dialog').getByText('traffic.listen.port').waitFor();
  expect((await requestsOf(stub, 'reloadConfig'))[0]?.headers['idempotency-key']).toBeTruthy();
});

it('says in place why a reload is refused', async () => {
  const refuse = () => {
    throw new Refusal('config_invalid');
  };
  const { page } = await openPage({ handlers: settingsPlane({}, { reloadConfig: refuse }), path: '/settings' });
  await page.getByText('The files say what runs.').waitFor();
  await page.getByRole('button', { name: 'Reload…' }).click();
  await page.getByRole('button', { name: 'Reload', exact: true }).click();
  await page.getByRole('dialog').getByRole('alert').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it.each(['/settings', '/settings/telemetry', '/settings/control-plane'])('fits a narrow window at %s', async (path) => {
  const { page } = await openPage({ handlers: settingsPlane(drifted), path, look: narrow });
  await page.getByText(/28 of 28|Kept here|0\.1\.0/).waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it('offers no reload to whoever may only look', async () => {
  const may = planeFor(['service:read', 'config:read']).session;
  const { page } = await openPage({
    handlers: { ...settingsPlane(), ...(may && { session: may }) },
    path: '/settings',
  });
  await page.getByText('The files say what runs.').waitFor();
  expect(await page.getByRole('button', { name: 'Reload…' }).count()).toBe(0);
});
