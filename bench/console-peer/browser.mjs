import { chromium } from 'playwright-core';

const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

export async function openBrowser() {
  const args = [...flags, '--disable-sync', '--disable-quic', '--no-first-run'];
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args });
  return {
    tab: () => openTab(browser),
    /** Where the side bar leads. */
    async linksOf(service) {
      const tab = await openTab(browser);
      await service.signIn(tab.context);
      await tab.page.goto(service.url);
      await tab.calm();
      const paths = await tab.page
        .locator('nav[aria-label=Pages] a')
        .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      await tab.close();
      return paths.filter((path) => path !== '/');
    },
    close: () => browser.close(),
  };
}

/** A profile of its own. */
async function openTab(browser) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const files = [];
  const pending = new Set();
  const reading = [];
  page.on('request', (request) => isStream(request) || pending.add(request));
  page.on('requestfinished', (request) => {
    pending.delete(request);
    if (isFile(request)) reading.push(read(request, files));
  });
  page.on('requestfailed', (request) => pending.delete(request));
  const answered = async () => {
    const deadline = performance.now() + 10_000;
    while (pending.size > 0 && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return {
    context,
    page,
    files: () => files,
    answered,
    async calm() {
      await page.waitForLoadState('load');
      await page.waitForTimeout(1000);
      await answered();
      await Promise.all(reading);
    },
    watch: (useful) => page.addInitScript(watchPage, useful),
    async measured() {
      const measured = await page.waitForFunction(() => globalThis.measuredOf?.(), undefined, { polling: 100 });
      await Promise.all(reading);
      return measured.jsonValue();
    },
    memory: () => memoryOf(context, page),
    close: () => context.close(),
  };
}

function isStream(request) {
  return /\/(events|stream)$/.test(new URL(request.url()).pathname) || request.url().includes('socket.io');
}

function isFile(request) {
  return ['document', 'script', 'stylesheet', 'font', 'image'].includes(request.resourceType());
}

async function read(request, files) {
  const response = await request.response();
  const body = await response?.body().catch(() => undefined);
  if (body) files.push({ url: new URL(request.url()).pathname, body });
}

/** Runs in the page, before all else. */
function watchPage(useful) {
  const seen = { tasks: [], shift: 0, useful: undefined };
  const observe = (type, take) =>
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) take(entry);
    }).observe({ type, buffered: true });
  observe('longtask', (task) => seen.tasks.push(task));
  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) seen.shift += entry.value;
  });
  const look = () => {
    const found = document.querySelector(useful);
    if (found === null || found.textContent.trim() === '') requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => (seen.useful = performance.now())));
  };
  look();
  globalThis.measuredOf = () => {
    const end = Math.max(seen.useful ?? Infinity, ...seen.tasks.map((task) => task.startTime + task.duration));
    if (performance.now() < end + 1000) return undefined;
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    return {
      painted: paint?.startTime ?? 0,
      useful: seen.useful,
      interactive: end,
      blocked: seen.tasks.reduce((sum, { duration }) => sum + duration - 50, 0),
      shift: seen.shift,
    };
  };
}

async function memoryOf(context, page) {
  const session = await context.newCDPSession(page);
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  await session.detach();
  return { heap: usedSize, nodes, listeners: jsEventListeners };
}
