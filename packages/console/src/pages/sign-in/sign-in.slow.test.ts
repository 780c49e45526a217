import { permissions } from '@seaworthy/api';
import { Refusal } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { signInPlane } from '../../fixtures/scenarios/sign-in-testing.ts';
import { scenarios } from '../../fixtures/scenarios/testing.ts';

inBrowser();

it('takes name and password, then the code of the second factor, and says so when one is wrong', async () => {
  const { page, stub } = await openPage({ handlers: signInPlane(), isSignedIn: false });
  await page.getByLabel('Name').fill('Anna');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Name or password is wrong.').waitFor();
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Code of your authenticator, or a recovery code').fill('287082');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'doorbell' }).waitFor();
  const asked = await requestsOf(stub, 'signIn');
  expect(asked.at(-1)?.body).toMatchObject({ name: 'anna', password: 'correct horse battery', otp: '287082' });
});

it('tells password managers what each field is, and offers the provider that is set up', async () => {
  const { page } = await openPage({ handlers: signInPlane(), isSignedIn: false, path: '/?x=1', look: narrow });
  const provider = page.getByRole('link', { name: 'Sign in with Example' });
  expect(await provider.getAttribute('href')).toBe('/api/v1/oidc/start?returnTo=%2F%3Fx%3D1');
  expect(await page.getByLabel('Name').getAttribute('autocomplete')).toBe('username');
  expect(await page.getByLabel('Password').getAttribute('autocomplete')).toBe('current-password');
  expect(await flawsOf(page)).toEqual([]);
});

it('says why a sign-in over the provider did not succeed, and what to do, and keeps the address clean', async () => {
  const opening = { handlers: signInPlane(), isSignedIn: false };
  const { page, stub } = await openPage({ ...opening, path: '/sign-in?failed=no_role' });
  await page.getByRole('alert').getByText('None of your groups has a role here.').waitFor();
  await page.getByRole('link', { name: 'Sign in with Example' }).waitFor();
  await expect.poll(() => page.url()).toBe(`${stub.url}/`);
  expect(await flawsOf(page)).toEqual([]);
  await page.goto(`${stub.url}/sign-in?failed=call-0900-12345-now`);
  await page.getByRole('alert').getByText('The sign-in over the provider did not succeed.').waitFor();
  expect(await page.locator('body').innerText()).not.toContain('0900');
});

it('says how long to wait after too many wrong tries', async () => {
  const signIn = () => {
    throw new Refusal('rate_limited', 'Too many wrong tries: the next one counts in 8 s.');
  };
  const { page } = await openPage({ handlers: { ...signInPlane(), signIn }, isSignedIn: false });
  await page.getByLabel('Name').fill('anna');
  await page.getByLabel('Password').fill('guess');
  await page.keyboard.press('Enter');
  await page.getByText('the next one counts in 8 s').waitFor();
  await page.getByText('Wait that long').waitFor();
});

it('asks whoever comes by their first link for a password, and goes on once it is set', async () => {
  let hasPassword = false;
  const { page, stub } = await openPage({
    handlers: {
      ...scenarios.idle(),
      session: () => ({
        ...{ user: 'anna', expiresAt: null, roles: ['admin'], permissions: [...permissions], needsSecondFactor: false },
        account: { hasPassword, hasSecondFactor: false },
      }),
      changePassword: () => {
        hasPassword = true;
        return { ok: true };
      },
    },
    path: '/sign-in#swc_good_code',
    isSignedIn: false,
  });
  await page.getByRole('heading', { name: 'Welcome, anna' }).waitFor();
  await page.getByLabel('New password').fill('short');
  await page.getByText('It is shorter than 12 characters.').waitFor();
  expect(await flawsOf(page)).toEqual([]);
  await page.getByLabel('New password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByRole('heading', { name: 'doorbell' }).waitFor();
  expect((await requestsOf(stub, 'changePassword')).map(({ body }) => body)).toEqual([
    { password: 'correct horse battery' },
  ]);
});
