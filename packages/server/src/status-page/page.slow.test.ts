import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { feed, outageItems } from './feed.ts';
import { html } from './html.ts';
import type { StatusReport } from './report.ts';
import { contentSecurityPolicy } from './style.ts';
import { sampleReport } from './testing.ts';

const pictures = fileURLToPath(new URL('../../../../screenshots/', import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
let browser: Browser;

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
});
afterAll(() => browser.close());

const failing = sampleReport();
const [, ...well] = failing.components;
const reports: Readonly<Record<string, StatusReport>> = {
  outage: failing,
  well: { ...failing, state: 'up', components: well, outages: [] },
  unknown: {
    ...{ ...failing, state: 'unknown', outages: failing.outages.slice(1) },
    components: failing.components.map((component) => ({ ...component, state: 'unknown' })),
  },
};

/** As the control plane sends it: a browser that finds anything against the policy says so. */
async function open(report: StatusReport, width: number, theme: 'light' | 'dark') {
  const server = createServer((_, response) => {
    response.setHeader('content-security-policy', contentSecurityPolicy);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(html(report));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: theme });
  const faults: string[] = [];
  page.on('console', (message) => faults.push(message.text()));
  onTestFinished(async () => {
    await page.close();
    server.close();
  });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/public/status`);
  return { page, faults };
}

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Of any impact: the page is small enough to have none. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResult>('axe.run(document)');
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
}

const looks = Object.keys(reports).flatMap((name) =>
  ([1440, 390] as const).flatMap((width) => (['light', 'dark'] as const).map((theme) => [name, width, theme] as const)),
);

it.each(looks)(
  '%s at %i pixels, %s: nothing sticks out, nothing is refused, axe finds nothing',
  async (name, width, theme) => {
    const { page, faults } = await open(reports[name] ?? failing, width, theme);
    await page.screenshot({ path: `${pictures}status-page-${name}-${width}-${theme}.png`, fullPage: true });
    await page.locator('summary').first().click();
    await page.locator('tbody tr').first().waitFor();
    const overflowPx = await page.evaluate(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    expect([overflowPx, faults, await findings(page)]).toEqual([0, [], []]);
    await page.screenshot({ path: `${pictures}status-page-${name}-${width}-${theme}-open.png` });
  },
);

describe('whoever does not see the bars', () => {
  it('hears what they say as one picture, and finds each day in the table', async () => {
    const { page } = await open(failing, 1440, 'light');
    await page.getByRole('img', { name: /^Ringing and video, last 90 days: 99\.91 % up/ }).waitFor();
    await page.getByText('Day by day: Ringing and video').press('Enter');
    await page.getByRole('row', { name: '20 Apr 2030 93.75 % 1 h 30 min –' }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Doorbell');
  });
});

it('the feed is well-formed for an XML parser, whatever the names are', async () => {
  const title = ']]> & <b>\u0007"Doorbell"\ud800';
  const report = sampleReport({ title, components: [{ name: 'A & <B>', probe: undefined }] });
  const page = await browser.newPage();
  onTestFinished(() => page.close());
  const xml = feed(report, outageItems(report.outages));
  const read = await page.evaluate(`(${readFeed})(${JSON.stringify(xml)})`);
  expect(read).toEqual({
    ...{
      errors: [],
      root: ['rss', '2.0'],
      channel: ['title', 'link', 'atom:link', 'description'],
      title: [']]> & <b>\ufffd"Doorbell"\ufffd'],
    },
    items: ['A & <B> is down', ...Array(2).fill(['A & <B> is up again', 'A & <B> is down']).flat()],
    ...{ guids: 5, dates: true },
  });
});

/** Runs in the browser, whose types Node does not know. */
const readFeed = `(xml) => {
  const parsed = new DOMParser().parseFromString(xml, 'application/xml');
  const texts = (selector) => [...parsed.querySelectorAll(selector)].map(({ textContent }) => textContent);
  return {
    errors: texts('parsererror'),
    root: [parsed.documentElement.nodeName, parsed.documentElement.getAttribute('version')],
    channel: [...parsed.querySelectorAll('channel > *')].slice(0, 4).map(({ nodeName }) => nodeName),
    title: texts('channel > title'),
    items: texts('item > title'),
    guids: new Set(texts('guid')).size,
    dates: texts('pubDate').every((date) => !Number.isNaN(Date.parse(date))),
  };
}`;
