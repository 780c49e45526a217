import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Stub } from '@seaworthy/api/testing';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import type { Scenario } from '../src/fixtures/scenarios/testing.ts';
import { scenarios } from '../src/fixtures/scenarios/testing.ts';
import { fixtureToken, startConsole } from '../src/fixtures/testing.ts';

// `node --conditions=source --import tsx packages/console/dev/screenshots.ts FOLDER [scenario…]`: every state, wide and
// narrow, light and dark.
const [folder = 'screenshots', ...wanted] = process.argv.slice(2);
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const looks: Record<string, BrowserContextOptions> = {
  'wide-light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  'wide-dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  'narrow-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2 },
  'narrow-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2 },
};

const acts: Record<string, (page: Page, stub: Stub) => Promise<unknown>> = {
  sign_in: (page, { url }) => page.goto(url),
  sign_in_spent: (page, { url }) => page.goto(`${url}/sign-in#swc_spent_code`),
  behind: async (page, stub) => {
    await page.goto(stub.url);
    await page.getByText('In flight').first().waitFor();
    await stub.close();
  },
  confirm: async (page, { url }) => {
    await page.goto(url);
    await page.getByRole('button', { name: 'Abort' }).click();
  },
};

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: [...flags, '--disable-sync', '--disable-quic', '--no-first-run'],
});
const names = Object.keys(scenarios).filter((name) => wanted.length === 0 || wanted.includes(name));
for (const name of names as Scenario[]) {
  const { url, close } = await startConsole(scenarios[name]());
  for (const [look, options] of Object.entries(looks)) {
    const context = await browser.newContext(options);
    await context.addCookies([{ name: 'seaworthy_session', value: fixtureToken, url }]);
    const page = await context.newPage();
    tellFaults(page, `${name} ${look}`);
    await page.goto(url);
    await page.waitForTimeout(1200);
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true });
    await context.close();
  }
  await close();
}
if (wanted.length === 0 || wanted.includes('acts')) await showActs();
await browser.close();

/** What only shows after something was done, or was not allowed. */
async function showActs(): Promise<void> {
  for (const [look, options] of Object.entries(looks)) {
    for (const [name, act] of Object.entries(acts)) {
      const stub = await startConsole(scenarios.analysing());
      const context = await browser.newContext(options);
      const page = await context.newPage();
      if (!name.startsWith('sign_in')) {
        await context.addCookies([{ name: 'seaworthy_session', value: fixtureToken, url: stub.url }]);
      }
      await act(page, stub);
      await page.waitForTimeout(900);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      await context.close();
      await stub.close();
    }
  }
}

function tellFaults(page: Page, where: string): void {
  page.on('pageerror', (error) => process.stderr.write(`${where}: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`${where}: ${message.text()}\n`);
  });
}
