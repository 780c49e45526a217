import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf, wide } from '../../fixtures/browser/testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';
import { scenarios } from '../../fixtures/scenarios/testing.ts';

inBrowser();

it('says in the first screen what is live, how well it is, what needs somebody and what changed', async () => {
  const { page, faults } = await openPage({ handlers: scenarios.idle(), look: wide });
  await page.getByText('Nothing needs you.').waitFor();
  await page.getByRole('button', { name: '100 of 100' }).waitFor();
  const seen = [
    'Live version',
    'Health, of 100',
    'Ready',
    'Alerts',
    'Needs you',
    'Slots',
    'Error budgets',
    'Last deployments',
  ];
  for (const name of seen) {
    const box = await page.locator(`main dt:text-is("${name}"), main h2:text-is("${name}")`).boundingBox();
    expect({ name, isSeen: box !== null && box.y + box.height < 900 }).toEqual({ name, isSeen: true });
  }
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('says what the health score is made of, when one goes to it by the keyboard, and closes by Escape', async () => {
  const { page } = await openPage({ handlers: scenarios.unhealthy() });
  await page.getByRole('button', { name: /10–35/ }).focus();
  const why = page.getByRole('tooltip');
  await why.getByText('Checks').waitFor();
  expect(await why.innerText()).toContain('0 of 25');
  expect(await why.innerText()).toContain('? of 25');
  await page.keyboard.press('Escape');
  await why.waitFor({ state: 'hidden' });
});

it('names what needs somebody, the gravest first, and leads there', async () => {
  const { page } = await openPage({ handlers: scenarios.unhealthy(), look: narrow });
  await page.getByText('HighErrorRate fires').waitFor();
  await page.getByText('and 3 more').click();
  await page.getByText('bob asks: deploy 1.4.0').waitFor();
  expect(await flawsOf(page)).toEqual([]);
  await page.getByRole('link', { name: /bob asks/ }).click();
  await page.waitForURL(/\/deployments$/);
});

it('offers a rollback right after one: to a release that is named, since by itself it would lead nowhere', async () => {
  const { page, stub } = await openPage({ handlers: scenarios.taken_back() });
  await page.getByRole('button', { name: 'Roll back' }).click();
  const dialog = page.getByRole('dialog', { name: 'Roll back' });
  await dialog.getByText('No earlier version was live that was not taken back since.').waitFor();
  expect(await dialog.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Version').selectOption('1.2.0');
  await page.getByRole('dialog', { name: 'Roll back to 1.2.0?' }).getByRole('button', { name: 'Roll back' }).click();
  expect((await requestsOf(stub, 'rollback')).map(({ body }) => body)).toMatchObject([{ to: '1.2.0' }]);
});

it('says why no rollback is offered where no other release is there', async () => {
  const only = { version: '1.1.0', digest: 'sha256:0', sizeBytes: 1, files: 1, createdAt: new Date(0).toISOString() };
  const releases = () => ({ items: [{ ...only, live: true }], nextCursor: null });
  const { page } = await openPage({ handlers: { ...scenarios.idle(), releases } });
  await page.getByTitle('No other release is there to go back to.').waitFor();
  expect(await page.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
});

it('says of what nobody knows, and asks nothing that one may not see', async () => {
  const { alerts: _, ...handlers } = scenarios.idle();
  const { page } = await openPage({ handlers });
  await page.getByText('Could not be asked: alerts.').waitFor();
  await page.getByText('Nothing that could be asked needs you.').waitFor();
  const looking = await openPage({ handlers: planeFor(['service:read']) });
  await looking.page.getByText('Nothing needs you.').waitFor();
  const asked = new Set(looking.stub.requests.map(({ name }) => name));
  expect([...asked].sort()).toEqual(['events', 'session', 'status']);
});
