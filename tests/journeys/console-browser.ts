import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../packages/console/src/fixtures/browser/launch-testing.ts';

/** What a browser says while nothing answers where the control plane was. */
const awayWords = /ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED_ENCODING|SOCKET)/;

export interface ConsoleBrowser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** How often the first tab was loaded anew. */
  loads(): number;
  /** What went wrong in any tab since the last time: script errors, what the policy forbids, requests to other hosts. */
  faults(): string[];
  /** While it runs, requests may find nobody. */
  whileAway(work: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** Debian's Chromium, and an eye on what it complains of and whom it asks. */
export async function openBrowser(host: string): Promise<ConsoleBrowser> {
  const browser = await launchBrowser();
  const context = await newContext(browser);
  let told: string[] = [];
  let loads = 0;
  let isAway = false;
  const watch = (tab: Page) => {
    tab.on('pageerror', ({ message }) => told.push(`${tab.url()}: ${message}`));
    tab.on('console', (message) => {
      const isExpected = isAway && awayWords.test(message.text());
      if (message.type() === 'error' && !isExpected)
        told.push(`${tab.url()}: ${message.text()} ${message.location().url}`);
    });
    tab.on('crash', () => told.push(`${tab.url()}: the tab crashed`));
  };
  context.on('page', watch);
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== host) told.push(`asked another host: ${url.href}`);
  });
  const page = await context.newPage();
  page.on('load', () => {
    loads += 1;
  });
  return {
    context,
    page,
    loads: () => loads,
    faults() {
      const since = told;
      told = [];
      return since;
    },
    async whileAway(work) {
      isAway = true;
      await work();
      isAway = false;
    },
    close: () => browser.close(),
  };
}

async function newContext(browser: Browser): Promise<BrowserContext> {
  const context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(20_000);
  return context;
}
