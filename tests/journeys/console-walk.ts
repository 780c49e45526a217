import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const tableFile = fileURLToPath(new URL('../../packages/console/src/navigation/pages.ts', import.meta.url));
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const themes = ['light', 'dark'] as const;
const widths = { 1440: 900, 390: 844 } as const;

/** The paths of the table of pages, as it is written: `/deployments/$id`, `/alerts/{-$tab}`. */
export function pagesOfTable(): string[] {
  return [...readFileSync(tableFile, 'utf8').matchAll(/\bpath: '([^']+)'/g)].map(([, path = '']) => path);
}

export function isOfPage(pattern: string, path: string): boolean {
  const source = pattern.replace(/\/\{-\$\w+\}/g, '(/[^/]+)?').replace(/\$\w+/g, '[^/]+');
  return new RegExp(`^${source}$`).test(path);
}

/**
 * Follows the links from page to page, one of each kind: every tab, and of deployments, traces and the like the first one.
 * `look` is given each page once it stands still.
 */
export async function walk(page: Page, origin: string, look: (path: string) => Promise<void>): Promise<string[]> {
  const table = pagesOfTable();
  const seen = new Map<string, string>();
  const waiting = ['/'];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const kind = kindOf(path, table);
    if (kind === undefined || seen.has(kind)) continue;
    seen.set(kind, path);
    await page.goto(origin + path);
    await settled(page);
    await look(path);
    waiting.push(...(await linksOf(page)));
  }
  return [...seen.values()];
}

/** Tabs are pages of their own; what an id leads to is of one kind. */
function kindOf(path: string, table: readonly string[]): string | undefined {
  const { pathname } = new URL(path, 'http://console');
  const pattern =
    table.find((each) => !each.includes('$') && each === pathname) ?? table.find((each) => isOfPage(each, pathname));
  return pattern?.includes('{-$tab}') ? pathname : pattern;
}

async function linksOf(page: Page): Promise<string[]> {
  const links = page.locator('a[href^="/"]:not([target])');
  return links.evaluateAll((found) => found.map((link) => (link as unknown as { pathname: string }).pathname));
}

/** Nothing is on its way any more. */
export async function settled(page: Page): Promise<void> {
  await page.locator('h1').first().waitFor();
  await page.waitForLoadState('networkidle', { timeout: 300 }).catch(() => {});
  await page.waitForSelector('.skeleton, [aria-busy=true]', { state: 'detached' });
}

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly help: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly html: string }[];
}

const asked = {
  light: '{ resultTypes: ["violations"] }',
  dark: '{ resultTypes: ["violations"], runOnly: ["color-contrast"] }',
};

/** What axe-core finds grave of what is shown, in both themes; the second one changes nothing but colours. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const found: string[] = [];
  for (const theme of themes) {
    await wear(page, theme);
    const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(document, ${asked[theme]})`);
    for (const { id, impact, help, nodes } of violations) {
      if (!['serious', 'critical'].includes(impact)) continue;
      found.push(...nodes.map(({ target, html }) => `${theme} ${id}: ${help} (${target.join(' ')}) ${html}`));
    }
  }
  await wear(page, undefined);
  return found;
}

/** Wide and narrow, light and dark. */
export async function takePictures(page: Page, folder: string, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const file = name.replaceAll('/', '-').replace(/-(dep_\w+|[\da-f]{32})$/, '-one');
  for (const [width, height] of Object.entries(widths)) {
    await page.setViewportSize({ width: Number(width), height });
    for (const theme of themes) {
      await wear(page, theme);
      await settled(page);
      // What lies over the page is seen as it lies there.
      const fullPage = (await page.locator('dialog[open]').count()) === 0;
      await page.screenshot({ path: join(folder, `${file}-${width}-${theme}.png`), fullPage });
    }
  }
  await wear(page, undefined);
  await page.setViewportSize({ width: 1440, height: widths[1440] });
}

async function wear(page: Page, theme: (typeof themes)[number] | undefined): Promise<void> {
  await page.evaluate(
    theme === undefined
      ? 'delete document.documentElement.dataset.theme'
      : `document.documentElement.dataset.theme = ${JSON.stringify(theme)}`,
  );
}
