import type { Handlers } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { accessPlane, approvals, viewerPlane } from '../../fixtures/scenarios/access-testing.ts';

inBrowser();

it('invites somebody, and shows their link once', async () => {
  const { page, stub, faults } = await open('');
  await page.getByRole('button', { name: 'Invite' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invite somebody' });
  await dialog.getByLabel('Name').fill('emil');
  await dialog.getByLabel('operator').check();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('dialog', { name: 'Sign-in link for emil' }).getByText('swc_4f1c9d2ab37e').waitFor();
  expect(await flawsOf(page, faults)).toEqual([]);
  await page.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => page.getByText('swc_4f1c9d2ab37e').count()).toBe(0);
  const [asked] = await requestsOf(stub, 'addUser');
  expect(asked?.body).toEqual({ name: 'emil', roles: ['viewer', 'operator'] });
});

it('asks before somebody is disabled, and says so when that waits for a second person', async () => {
  const held = { approval: approvals[0] } as never;
  const { page } = await open('?user=ben', { changeUser: () => held });
  await page.getByRole('button', { name: 'Disable' }).click();
  const question = page.getByRole('dialog', { name: 'Disable: ben?' });
  await question.getByText('ben may not sign in any more').waitFor();
  await question.getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('dialog', { name: 'It waits for a second person' }).waitFor();
  await page.getByRole('link', { name: 'See what waits' }).click();
  await page.getByRole('heading', { name: 'Waiting' }).waitFor();
});

it('makes a token that may only what was chosen, and shows it once', async () => {
  const { page, stub } = await open('/tokens');
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByLabel('Name').fill('reader');
  await page.getByLabel('It may do').selectOption('permissions');
  await page.getByLabel('Query metrics').check();
  expect(await flawsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'Make it' }).click();
  await page.getByText('swt_7Hq2mV9xKc4RbT1n').waitFor();
  const [asked] = await requestsOf(stub, 'createToken');
  expect(asked?.body).toEqual({ name: 'reader', permissions: ['metrics:read'], roles: [], lifeMs: 90 * 86_400_000 });
});

it('approves what others asked for, and refuses only with a reason; never what one asked for oneself', async () => {
  const [waiting] = approvals as [(typeof approvals)[number]];
  const { page, stub } = await open('/approvals', { reject: () => ({ ...waiting, state: 'rejected' }) });
  await page.getByText('You have asked for it: somebody else decides.').waitFor();
  await page.getByRole('button', { name: 'Refuse' }).click();
  const dialog = page.getByRole('dialog', { name: 'Refuse: Deploy 1.4.0?' });
  expect(await dialog.getByRole('button', { name: 'Refuse' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Reason').fill('not on a Friday');
  await dialog.getByRole('button', { name: 'Refuse' }).click();
  expect((await requestsOf(stub, 'reject')).map(({ body }) => body)).toEqual([{ reason: 'not on a Friday' }]);
});

it('deletes a secret that is in use only when told so twice', async () => {
  const { page, stub } = await open('/secrets', { deleteSecret: () => ({ ok: true }) });
  await page
    .getByRole('row', { name: /db-password/ })
    .getByRole('button', { name: 'Delete' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Delete db-password?' });
  expect(await dialog.getByRole('button', { name: 'Delete' }).isDisabled()).toBe(true);
  await dialog.getByLabel('Delete it all the same').check();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  expect((await requestsOf(stub, 'deleteSecret')).map(({ query }) => query)).toEqual([{ force: 'true' }]);
});

it('sets a second factor up by a picture or a key, and shows the recovery codes', async () => {
  const { page } = await open('/account');
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByRole('img', { name: 'Key for the authenticator, as a QR code' }).waitFor();
  await page.getByText('JBSW Y3DP').waitFor();
  await page.getByLabel('The code that it shows now').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The code is wrong, too old, or was used.').waitFor();
  expect(await flawsOf(page)).toEqual([]);
  await page.getByLabel('The code that it shows now').fill('287082');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('x4nd-72ls').waitFor();
});

it('shows a viewer what they may see, and says what the rest needs', async () => {
  const { page } = await openPage({ handlers: viewerPlane(), path: '/access', look: narrow });
  await page.getByText('It needs the permission users:read').waitFor();
  await page.getByRole('link', { name: 'Tokens' }).click();
  await page.getByText('those of others need users:read').waitFor();
  await page.getByRole('link', { name: 'Secrets' }).click();
  await page.getByText('It needs the permission secrets:read').waitFor();
});

it.each(['', '/roles', '/tokens', '/sessions', '/approvals', '/secrets', '/account'])(
  'at /access%s nothing is cut off, goes unnamed or is hard to read in a narrow window',
  async (tab) => {
    const { page, faults } = await open(tab, {}, true);
    await page.locator('main section').first().waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
    expect(await flawsOf(page, faults)).toEqual([]);
  },
);

function open(tab: string, handlers: Handlers = {}, isNarrow = false) {
  return openPage({ handlers: accessPlane(handlers), path: `/access${tab}`, ...(isNarrow && { look: narrow }) });
}
