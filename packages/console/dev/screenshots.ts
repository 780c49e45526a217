import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../src/fixtures/browser/launch-testing.ts';
import type { Picture, Pictures } from '../src/fixtures/scenarios/page-testing.ts';
import { fixtureToken, startConsole } from '../src/fixtures/testing.ts';

// `node --conditions=source --import tsx packages/console/dev/screenshots.ts FOLDER [page | page/state | look …]`: every
// state of every page, wide and narrow, light and dark; or only what is named.
const [folder = 'screenshots', ...named] = process.argv.slice(2);
const allLooks: Record<string, BrowserContextOptions> = {
  'wide-light': { viewport: { width: 1440, height: 900 }, colorScheme: 'light' },
  'wide-dark': { viewport: { width: 1440, height: 900 }, colorScheme: 'dark' },
  'narrow-light': { viewport: { width: 390, height: 844 }, colorScheme: 'light', deviceScaleFactor: 2 },
  'narrow-dark': { viewport: { width: 390, height: 844 }, colorScheme: 'dark', deviceScaleFactor: 2 },
};
const namedLooks = Object.entries(allLooks).filter(([look]) => named.includes(look));
const looks = namedLooks.length === 0 ? Object.entries(allLooks) : namedLooks;
const wanted = named.filter((name) => !Object.hasOwn(allLooks, name));
const scenarioFolder = new URL('../src/fixtures/scenarios/', import.meta.url);

mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
for (const [page, pictures] of Object.entries(await allPictures())) {
  for (const [state, picture] of Object.entries(pictures)) {
    if (wanted.length === 0 || wanted.includes(page) || wanted.includes(`${page}/${state}`)) {
      await takePictures(`${page}-${state}`, picture);
    }
  }
}
await browser.close();

/** Of each page that has a `<page>-testing.ts` beside the others. */
async function allPictures(): Promise<Record<string, Pictures>> {
  const found: Record<string, Pictures> = {};
  for (const file of readdirSync(scenarioFolder)) {
    const [, page] = /^(.+)-testing\.ts$/.exec(file) ?? [];
    const { pictures } = (await import(new URL(file, scenarioFolder).href)) as { pictures?: Pictures };
    if (page !== undefined && pictures !== undefined) found[page] = pictures;
  }
  return found;
}

async function takePictures(name: string, { path, handlers, act }: Picture): Promise<void> {
  for (const [look, options] of looks) {
    const stub = await startConsole(handlers());
    const context = await browser.newContext(options);
    if (!name.startsWith('sign-in')) {
      await context.addCookies([{ name: 'seaworthy_session', value: fixtureToken, url: stub.url }]);
    }
    const page = await context.newPage();
    tellFaults(page, `${name} ${look}`);
    await page.goto(`${stub.url}${path}`);
    await page.waitForTimeout(800);
    if (act) {
      await act(page, stub);
      await page.waitForTimeout(500);
    }
    // What lies over the page is seen as it lies there.
    const hasOverlay = (await page.locator('dialog[open], .behind-banner').count()) > 0;
    await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: !hasOverlay });
    await context.close();
    await stub.close().catch(() => {});
  }
}

function tellFaults(page: Page, where: string): void {
  page.on('pageerror', (error) => process.stderr.write(`${where}: ${error.message}\n`));
  page.on('console', (message) => {
    if (message.type() === 'error') process.stderr.write(`${where}: ${message.text()}\n`);
  });
}
