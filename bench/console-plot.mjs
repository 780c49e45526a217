// The explorer's plot of 50,000 points (50 series of 1000) in Debian's Chromium, from the built console.
//
//     npm run build && node bench/console-plot.mjs [--rounds 5]
//
// `drawn` is from the last byte of the answer to the frame that shows it: it is read, aligned, sorted and painted. `anew` is from a press on
// one series in the legend to the frame without it. `cursor` is the time between frames while the pointer moves over the plot. Medians over
// the rounds; each round is a page of its own. No peer: what else draws in a browser would have to be brought along. Nothing is asserted.
import { readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const SERIES = 50;
const POINTS = 1000;
const START_S = 1_700_000_000;
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const folder = fileURLToPath(new URL('../packages/console/dist/', import.meta.url));
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });

const server = createServer(answer);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const base = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
const rounds = [];
// The first page fetches and compiles the code: it is not counted.
for (let round = 0; round <= Number(values.rounds); round++) {
  const measured = await measure();
  if (round > 0) rounds.push(measured);
}
await browser.close();
server.closeAllConnections();
server.close();
console.log(`${SERIES} series of ${POINTS} points, ${rounds.length} rounds, medians (worst)`);
for (const name of ['drawn', 'anew', 'cursor', 'cursorP95']) console.log(`  ${name.padEnd(10)}${summary(name)}`);

async function measure() {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript(watchForPlot);
  const search = `expr=bench&from=${START_S}000&to=${START_S + POINTS - 1}000&step=1`;
  await page.goto(`${base}/explore?${search}`);
  await page.waitForFunction(() => window.plotDrawnMs !== undefined, undefined, { polling: 50, timeout: 60_000 });
  const drawn = await page.evaluate(() => {
    const answers = performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/query_range'));
    return window.plotDrawnMs - answers.at(-1).responseEnd;
  });
  const anew = await page.evaluate(redraw);
  const cursor = await moveOver(page);
  await page.close();
  return { drawn, anew, ...cursor };
}

/** Runs in the page: notes when the frame with the plot was made. */
function watchForPlot() {
  new MutationObserver((_, observer) => {
    if (document.querySelector('.chart-canvas canvas') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (window.plotDrawnMs = performance.now())));
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page. */
function redraw() {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    document.querySelector('.chart-legend button').click();
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - startedMs)));
  });
}

async function moveOver(page) {
  await page.evaluate(() => {
    window.frames_ = [];
    const next = (ms) => {
      window.frames_.push(ms);
      window.frameRequest = requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const box = await page.locator('.chart-canvas .u-over').boundingBox();
  for (let step = 0; step < 60; step++) await page.mouse.move(box.x + (box.width * step) / 60, box.y + box.height / 2);
  const gaps = await page.evaluate(() => {
    cancelAnimationFrame(window.frameRequest);
    return window.frames_.slice(1).map((ms, index) => ms - window.frames_[index]);
  });
  gaps.sort((a, b) => a - b);
  return { cursor: gaps[Math.floor(gaps.length / 2)], cursorP95: gaps[Math.floor(gaps.length * 0.95)] };
}

function summary(name) {
  const sorted = rounds.map((round) => round[name]).sort((a, b) => a - b);
  return `${sorted[Math.floor(sorted.length / 2)].toFixed(1)} ms (${sorted.at(-1).toFixed(1)} ms)`;
}

function answer(request, response) {
  const { pathname } = new URL(request.url, 'http://console');
  if (pathname === '/api/v1/session') return sendJson(response, session());
  if (pathname === '/prometheus/api/v1/query_range') return sendJson(response, { status: 'success', data: matrix() });
  if (pathname.startsWith('/prometheus/')) return sendJson(response, { status: 'success', data: [] });
  if (pathname.startsWith('/api/')) return response.writeHead(404).end('{}');
  const asked = join(folder, normalize(pathname));
  const file =
    pathname !== '/' && statSync(asked, { throwIfNoEntry: false })?.isFile() ? asked : join(folder, 'index.html');
  const kept = pathname.startsWith('/assets/') ? { 'cache-control': 'max-age=3600' } : {};
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', ...kept });
  response.end(readFileSync(file));
}

function sendJson(response, body) {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function session() {
  const factors = { needsSecondFactor: false, hasSecondFactor: false, hasPassword: false };
  const permissions = ['metrics:read', 'service:read', 'account:use'];
  return { user: 'bench', expiresAt: null, roles: ['admin'], permissions, ...factors };
}

function matrix() {
  const result = Array.from({ length: SERIES }, (_, series) => ({
    metric: { __name__: 'bench', series: String(series) },
    values: Array.from({ length: POINTS }, (_, point) => [
      START_S + point,
      String(series + Math.sin(point / 20 + series) + Math.sin(point * 1.7) / 4),
    ]),
  }));
  return { resultType: 'matrix', result };
}
