import { expect, it } from 'vitest';
import { flawsOf, inBrowser, narrow, openPage, requestsOf } from '../../fixtures/browser/testing.ts';
import { auditPlane, damagedReport, heldExport } from '../../fixtures/scenarios/audit-testing.ts';
import { planeFor } from '../../fixtures/scenarios/page-testing.ts';

inBrowser();

it('finds entries by what stands in the address, and keeps there what is typed', async () => {
  const { page, stub, faults } = await openPage({ handlers: auditPlane(), path: '/audit?result=refused' });
  const rows = page.getByRole('table', { name: 'Entries' }).locator('tbody tr');
  await expect.poll(() => rows.count()).toBe(9);
  await page.getByLabel('Who').fill('nobody');
  await page.getByText('No entry fits').waitFor();
  await expect.poll(() => page.url()).toBe(`${stub.url}/audit?result=refused&actor=nobody`);
  await page.getByRole('button', { name: 'Show all entries' }).click();
  await expect.poll(() => rows.count()).toBe(50);
  await page.getByRole('button', { name: 'Show older ones' }).click();
  await expect.poll(() => rows.count()).toBe(64);
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('opens an entry, and checks in the browser that it is in the log that was signed', async () => {
  const { page, faults } = await openPage({ handlers: auditPlane(), path: '/audit' });
  await page
    .getByRole('row', { name: /deployment d-17/ })
    .first()
    .getByRole('link')
    .click();
  const entry = page.getByRole('dialog', { name: /^Entry \d+$/ });
  await entry.getByText('52 % of 400 requests failed').waitFor();
  await entry.getByRole('button', { name: 'Show the proof' }).click();
  await entry.getByText(/the root was signed by the key of this log/).waitFor();
  expect(await entry.locator('.proof li').count()).toBe(6 + 3);
  expect(await flawsOf(page, faults)).toEqual([]);
});

it('says that a proof does not hold when the line is not the one that was written', async () => {
  const honest = auditPlane();
  const handlers = auditPlane({
    async auditEntryProof(request) {
      const proof = await honest.auditEntryProof?.(request);
      return { ...(proof as NonNullable<typeof proof>), line: '{"sequence":12,"actor":"nobody"}' };
    },
  });
  const { page } = await openPage({ handlers, path: '/audit?entry=12' });
  await page.getByRole('button', { name: 'Show the proof' }).click();
  await page.getByText('The path does not lead to the root that was signed.').waitFor();
});

it('verifies the trail now, and says what is damaged, where, and what to do', async () => {
  let answer = () => {};
  const told = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const handlers = auditPlane({ verifyAudit: () => told.then(() => damagedReport) });
  const { page } = await openPage({ handlers, path: '/audit/integrity', look: narrow });
  await page.getByRole('button', { name: 'Verify now' }).click();
  await page.getByRole('progressbar', { name: 'Verifying' }).waitFor();
  await page.getByText('64 entries are read from the disk').waitFor();
  answer();
  await page
    .getByText('The trail is damaged: Entry 12 was changed after it was written (segment-00000001.ndjson, line 13).')
    .waitFor();
  await page.getByText('seaworthy audit verify --checkpoint FILE').waitFor();
  expect(await flawsOf(page)).toEqual([]);
});

it('makes the report of a period', async () => {
  const { page, stub } = await openPage({ handlers: auditPlane(), path: '/audit/report?last=7d', look: narrow });
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page.getByText('The trail is whole.').waitFor();
  expect((await requestsOf(stub, 'auditReport')).map(({ query }) => query)).toEqual([{ since: '7d' }]);
  expect(await flawsOf(page)).toEqual([]);
});

it('says that an export waits for a second person, and hands over one that was approved', async () => {
  const done = { ...heldExport, id: 'apr-4', state: 'done' as const, endedAt: new Date().toISOString() };
  const { page } = await openPage({
    handlers: auditPlane({ approvals: () => ({ items: [heldExport, done], nextCursor: null }) }),
    path: '/audit',
  });
  await page.route('**/api/v1/audit/export?*', (route) =>
    route.request().url().includes('approval=apr-4')
      ? route.fulfill({ body: '{"entry":1}\n', contentType: 'application/x-ndjson' })
      : route.fulfill({ status: 202, json: { approval: heldExport } }),
  );
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the trail' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByText('It waits for a second person').waitFor();
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  expect((await download).suggestedFilename()).toBe('audit-export.ndjson');
  expect(await flawsOf(page)).toEqual([]);
});

it('exports at once in an emergency what would wait, and says why to the control plane', async () => {
  const { page } = await openPage({ handlers: auditPlane(), path: '/audit' });
  const reasons: (string | undefined)[] = [];
  await page.route('**/api/v1/audit/export?*', (route) => {
    const reason = route.request().headers()['seaworthy-break-glass'];
    reasons.push(reason);
    return reason === undefined
      ? route.fulfill({ status: 202, json: { approval: heldExport } })
      : route.fulfill({ body: '{"entry":1}\n', contentType: 'application/x-ndjson' });
  });
  await page.getByRole('button', { name: 'Export' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the trail' });
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await dialog.getByText('It cannot wait').click();
  await dialog.getByLabel('Reason').fill('the court asks today');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Do it now' }).click();
  expect((await download).suggestedFilename()).toBe('audit-export.ndjson');
  expect(reasons).toEqual([undefined, encodeURIComponent('the court asks today')]);
});

it('shows nothing of the trail to those who may not see it, and says what they need', async () => {
  const { page, stub } = await openPage({ handlers: planeFor(['service:read', 'account:use']), path: '/audit' });
  await page.getByText('It needs the permission audit:read').waitFor();
  expect(stub.requests.filter(({ name }) => name.startsWith('audit'))).toEqual([]);
});
