import type { Handlers } from '@seaworthy/api/testing';
import { Refusal } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, misfitsOf, narrow, openPage, requestsOf, wide } from '../../fixtures/browser/testing.ts';
import { alertPlane } from '../../fixtures/scenarios/alerts-testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';

inBrowser();

const at = (path: string, handlers: Handlers = alertPlane()) => openPage({ handlers, path, look: wide });

it('shows what is active as it is told: who was told, who does not hear, and what is kept quiet by what', async () => {
  const { page, faults } = await at('/alerts');
  const group = page.getByRole('region', { name: 'to on-call' });
  await group.getByText('does not get through').waitFor();
  expect(await group.getByRole('list', { name: 'Who is told' }).textContent()).toContain('toldPagerDuty11 min ago');
  expect(await group.getByRole('link', { name: 'Runbook' }).getAttribute('href')).toMatch(/^https:/);
  await page.getByText(/silenced by anna until .*: A new model is tried out/).waitFor();
  await page.getByText('DoorbellErrorRateHigh fires and speaks for it').waitFor();
  await page.getByRole('link', { name: '1 rule fails' }).waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('asks for what is filtered, by a label that is pressed and by words, and can be sent as a link', async () => {
  const { page, stub } = await at('/alerts');
  await page.getByRole('button', { name: 'camera=front door: only these' }).click();
  await page.waitForURL(/filter=camera/);
  await page.getByRole('searchbox', { name: 'Words' }).fill('pictures');
  await page.waitForURL(/text=pictures/);
  const asked = () => stub.requests.findLast(({ name }) => name === 'alertGroups')?.query;
  await expect.poll(asked).toMatchObject({ filter: 'camera="front door"', text: 'pictures' });
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect.poll(() => new URL(page.url()).search).toBe('');
});

it('silences an alert from its row: prefilled, with what it hides before it is made, and a reason', async () => {
  const { page, stub } = await at('/alerts');
  await page.getByRole('button', { name: 'Silence DoorbellErrorRateHigh' }).click();
  const dialog = page.getByRole('dialog', { name: 'New silence' });
  expect(await dialog.getByLabel('Value 1', { exact: true }).inputValue()).toBe('DoorbellErrorRateHigh');
  await dialog.getByText('It hides 1 of 4 that fire now').waitFor();
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await dialog.getByText('Say why: others will ask.').waitFor();
  expect(await flawsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: '1 h', exact: true }).click();
  await dialog.getByLabel('Why').fill('a new camera');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('The silence holds.').waitFor();
  const [{ body }] = (await requestsOf(stub, 'createSilence')) as unknown as [{ body: Record<string, unknown> }];
  expect(body).toMatchObject({ comment: 'a new camera' });
  expect(body['matchers']).toContain('alertname="DoorbellErrorRateHigh"');
});

it('says why the control plane refuses a silence, and keeps what was filled in', async () => {
  const refuse = () => {
    throw new Refusal('silence_refused');
  };
  const { page } = await at('/alerts/silences?silence=new&matchers=job%3D"web"', alertPlane({ createSilence: refuse }));
  const dialog = page.getByRole('dialog', { name: 'New silence' });
  await dialog.getByLabel('Why').fill('for ever');
  await dialog.getByLabel('Why').press('Tab');
  await dialog.getByRole('button', { name: 'Silence', exact: true }).press('Enter');
  await dialog.getByRole('alert').waitFor();
  expect(await dialog.getByLabel('Why').inputValue()).toBe('for ever');
});

it('ends a silence once that was confirmed', async () => {
  const { page, stub, faults } = await at('/alerts/silences');
  await page.getByRole('table', { name: 'Silences: In force' }).getByRole('button', { name: 'End' }).click();
  await page.getByRole('dialog', { name: 'End the silence now?' }).getByRole('button', { name: 'End it' }).click();
  await page.getByText('The silence has ended.').waitFor();
  expect(await requestsOf(stub, 'expireSilence')).toHaveLength(1);
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('shows every rule with its last evaluation, and the error of one that fails beside it', async () => {
  const { page, faults } = await at('/alerts/rules?health=failing');
  await page.getByText('many-to-many matching not allowed').waitFor();
  expect(await page.getByText('CameraOffline').count()).toBe(0);
  await page.getByText('FacesSlow').click();
  await page.getByText('Fires when it holds for 5 min.').waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('lights up the way of an alert through the tree, and says who is told and who is not', async () => {
  const { page, faults } = await at('/alerts/routes');
  await page.getByRole('searchbox', { name: 'Labels' }).fill('severity=critical job=doorbell');
  await page.getByText('door would be told').waitFor();
  await page.getByText('It is quiet at this time: day.').waitFor();
  expect(await page.locator('.route-tree li.told > .route-node').allTextContents()).toHaveLength(1);
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('shows whether receivers are reached, and what was sent to them', async () => {
  const { page, stub, faults } = await at('/alerts/receivers');
  await page.getByRole('table', { name: 'Receivers' }).getByText('failed 3 times').waitFor();
  await page.getByText(/next attempt in/).waitFor();
  await page.getByRole('combobox', { name: 'State' }).selectOption('gave_up');
  await expect
    .poll(() => stub.requests.findLast(({ name }) => name === 'notifications')?.query)
    .toMatchObject({ state: 'gave_up' });
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('sends a test to a receiver, and says in its rows what each of its ways made of it', async () => {
  const { page, stub, faults } = await at('/alerts/receivers');
  const table = page.getByRole('table', { name: 'Receivers' });
  const buttons = table.getByRole('button', { name: 'Send a test' });
  await expect.poll(() => buttons.count()).toBe(2);
  await buttons.first().click();
  await table
    .getByRole('row', { name: /PagerDuty/ })
    .getByText('test delivered')
    .waitFor();
  const refused = table.getByRole('row', { name: /Slack/ });
  await refused.getByText('test refused').waitFor();
  await refused.getByText('answered 403 (invalid_token)').waitFor();
  expect(await requestsOf(stub, 'testReceiver')).toMatchObject([{ params: { name: 'on-call' } }]);
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('says beside the button why a test was not sent, and shows none to whoever may not send it', async () => {
  const refuse = () => {
    throw new Refusal('rate_limited');
  };
  const { page } = await at('/alerts/receivers', alertPlane({ testReceiver: refuse }));
  await page.getByRole('button', { name: 'Send a test' }).first().click();
  await page.getByText('not sent').waitFor();
  const reader = await at('/alerts/receivers', planeFor(['account:use', 'service:read', 'alerts:read'], alertPlane()));
  await reader.page.getByRole('table', { name: 'Receivers' }).waitFor();
  expect(await reader.page.getByRole('button', { name: 'Send a test' }).count()).toBe(0);
});

it('fits a narrow window, each part of it', async () => {
  const { page, stub } = await openPage({ handlers: alertPlane(), path: null, look: narrow });
  for (const part of ['', '/rules', '/silences', '/routes?labels=a%3Db', '/receivers']) {
    await page.goto(`${stub.url}/alerts${part}`);
    await page.locator('main .card').first().waitFor();
    await expect.poll(() => page.locator('main .skeleton').count()).toBe(0);
    expect({ part, misfits: await misfitsOf(page) }).toEqual({ part, misfits: [] });
  }
});
