import { breakGlassHeader } from '@seaworthy/api';
import type { Handlers } from '@seaworthy/api/testing';
import { Refusal, sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, misfitsOf, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { sampleApproval } from '../../fixtures/scenarios/calm-testing.ts';
import { askToDeploy, guardedPlane, withBadSamples } from '../../fixtures/scenarios/deployments-testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';
import { scenarios } from '../../fixtures/scenarios/testing.ts';

inBrowser();

const path = '/deployments';

it('follows the one under way, with its plots, and has no grave fault, wide and narrow', async () => {
  const { page, faults } = await openPage({ handlers: scenarios.canary(), path });
  await page.getByRole('heading', { name: 'Switching to 1.2.0' }).waitFor();
  await page.getByRole('img', { name: /Share of errors, last values: baseline 1.1.0/ }).waitFor();
  await page.getByRole('table', { name: 'Deployments' }).getByText('rolled back').waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
  await page.setViewportSize(narrow.viewport ?? { width: 390, height: 844 });
  expect(await misfitsOf(page)).toEqual([]);
});

it('finds deployments by outcome and words, keeps both in the address, and leads to one of them', async () => {
  const { page } = await openPage({ handlers: scenarios.idle(), path });
  const table = page.getByRole('table', { name: 'Deployments' });
  await table.getByText('1.0.0').waitFor();
  await page.getByLabel('Outcome').selectOption('Rolled back');
  await table.getByText('1.0.0').waitFor({ state: 'detached' });
  await page.getByRole('searchbox', { name: 'Search' }).fill('1.0.9');
  await page.waitForURL(/outcome=rolled_back&text=1.0.9/);
  await table.getByRole('link', { name: '1.0.9' }).click();
  await page.getByRole('heading', { name: 'Deployment of 1.0.9', level: 1 }).waitFor();
  await page.getByText('52 % of 400 requests failed; the limit is 10 %.').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it('shows the errors of a bad release from what is stored, long after the live stream has moved on', async () => {
  const { page, faults } = await openPage({ handlers: scenarios.rolled_back(), path: '/deployments/d-0002' });
  await withBadSamples(page);
  await page
    .getByRole('img', { name: /^Share of errors, last values: baseline 1.1.0 0 %, candidate 1.2.0 52 %/ })
    .waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('deploys what was asked for, with its reason, under one key, and goes to it', async () => {
  const started = sampleDeployment({ id: 'd-7', version: '1.3.0' });
  const handlers = { ...scenarios.idle(), deploy: () => started, deployment: () => started };
  const { page, stub } = await openPage({ handlers, path });
  await page.getByRole('button', { name: 'Deploy' }).click();
  const dialog = page.getByRole('dialog', { name: 'Deploy a version' });
  await dialog.getByRole('button', { name: '1.2.0' }).click();
  await dialog.getByRole('textbox', { name: 'Version' }).fill('1.3.0');
  await dialog.getByRole('textbox', { name: 'Source' }).fill('/srv/1.3.0.tgz');
  await dialog.getByLabel('Strategy').selectOption('canary');
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('the fix of the queue');
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Deploy' }).click();
  await page.waitForURL(/\/deployments\/d-7$/);
  const [asked] = await requestsOf(stub, 'deploy');
  expect(asked?.body).toMatchObject({
    ...{ version: '1.3.0', source: '/srv/1.3.0.tgz', strategy: 'canary', reason: 'the fix of the queue' },
  });
  expect(asked?.headers['idempotency-key']).toEqual(expect.any(String));
});

it('says why a deployment is refused, in the form that is still there', async () => {
  const deploy = () => {
    throw new Refusal('release_not_found');
  };
  const { page } = await openPage({ handlers: { ...scenarios.idle(), deploy }, path });
  await page.getByRole('button', { name: 'Deploy' }).click();
  await page.getByRole('textbox', { name: 'Version' }).fill('9.9.9');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('There is no release of that version.').waitFor();
});

it('rolls back to a release that is named, and says why', async () => {
  const { page, stub } = await openPage({ handlers: scenarios.idle(), path });
  await page.getByRole('button', { name: 'Roll back' }).click();
  await page.getByLabel('Version').last().selectOption('1.0.9');
  const dialog = page.getByRole('dialog', { name: 'Roll back to 1.0.9?' });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('support sees errors');
  await dialog.getByRole('button', { name: 'Roll back' }).click();
  const [asked] = await requestsOf(stub, 'rollback');
  expect(asked?.body).toMatchObject({ to: '1.0.9', reason: 'support sees errors' });
});

it('offers to act at once what waits for a second person, as a step of its own with its own reason', async () => {
  const { page, stub } = await openPage({ handlers: guardedPlane(), path });
  await askToDeploy(page);
  const dialog = page.getByRole('dialog', { name: 'It waits for a second person' });
  expect(await dialog.getByRole('button', { name: 'Do it now' }).isVisible()).toBe(false);
  await dialog.getByText('It cannot wait').click();
  expect(await dialog.getByRole('button', { name: 'Do it now' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill('The shop is down – nobody is reachable.');
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Do it now' }).click();
  await page.waitForURL(/\/deployments\/d-7$/);
  const [held, made] = await requestsOf(stub, 'deploy');
  expect(made?.body).toEqual(held?.body);
  const reason = encodeURIComponent('The shop is down – nobody is reachable.');
  expect([held, made].map((asked) => asked?.headers[breakGlassHeader])).toEqual([undefined, reason]);
});

it('says why it is not done at once where that is not allowed, and offers it to nobody who may not', async () => {
  const refused = 'Nobody may act at once here who has not approvals:break-glass.';
  const deploy: Handlers['deploy'] = (request) => {
    if (request.headers[breakGlassHeader] !== undefined) throw new Refusal('forbidden', refused);
    return guardedPlane().deploy?.(request) as never;
  };
  const { page } = await openPage({ handlers: { ...guardedPlane(), deploy }, path });
  await askToDeploy(page);
  await page.getByText('It cannot wait').click();
  await page.getByLabel('Reason').fill('nobody is reachable');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText(refused).waitFor();
  const may = planeFor(['service:read', 'deployments:read', 'deployments:write'], guardedPlane());
  const other = await openPage({ handlers: may, path });
  await askToDeploy(other.page);
  expect(await other.page.getByText('It cannot wait').count()).toBe(0);
});

it('lets one approve what somebody else asks, and reject it only with a reason; never what is one’s own', async () => {
  const waiting = [sampleApproval(), sampleApproval({ id: 'ap-2', askedBy: 'local', summary: 'deploy 2.0.0' })];
  const handlers = {
    ...scenarios.idle(),
    approvals: () => ({ items: waiting, nextCursor: null }),
    reject: () => sampleApproval({ state: 'rejected' }),
  };
  const { page, stub } = await openPage({ handlers, path });
  await page.getByText('Somebody else has to decide.').waitFor();
  expect(await page.getByRole('button', { name: 'Approve' }).count()).toBe(1);
  await page.getByRole('button', { name: 'Reject' }).click();
  const dialog = page.getByRole('dialog', { name: 'Reject deploy 1.4.0?' });
  expect(await dialog.getByRole('button', { name: 'Reject' }).isDisabled()).toBe(true);
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('not on a Friday');
  await dialog.getByRole('button', { name: 'Reject' }).click();
  const [asked] = await requestsOf(stub, 'reject');
  expect([asked?.params, asked?.body]).toEqual([{ id: 'ap-1' }, { reason: 'not on a Friday' }]);
});

it('compares two releases by their files and by what became of them', async () => {
  const { page, stub } = await openPage({ handlers: scenarios.idle(), path: '/deployments/compare' });
  await page.getByText('1 added, 2 changed, 1 removed; 38 are the same').waitFor();
  expect(await flawsOf(page)).toEqual([]);
  await page.getByLabel('Show').selectOption('added');
  await page.getByText('src/press/queue.js').waitFor();
  expect(await page.getByText('src/press/legacy.js').count()).toBe(0);
  await page.getByRole('button', { name: 'Swap' }).click();
  await page.waitForURL(/from=1.2.0&to=1.1.0/);
  await expect
    .poll(() => stub.requests.findLast(({ name }) => name === 'compareReleases')?.query)
    .toEqual({
      ...{ from: '1.2.0', to: '1.1.0' },
    });
});

it('says what is not there, and offers nothing to whoever only looks', async () => {
  const { page } = await openPage({ handlers: scenarios.idle(), path: '/deployments/d-none' });
  await page.getByText('There is no such thing.').waitFor();
  const looking = await openPage({ handlers: planeFor(['service:read', 'deployments:read']), path });
  await looking.page.getByRole('table', { name: 'Deployments' }).waitFor();
  expect(await looking.page.locator('main button.button').count()).toBe(0);
});
