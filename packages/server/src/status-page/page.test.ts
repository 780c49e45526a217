import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { feed, outageItems } from './feed.ts';
import { html } from './html.ts';
import { escaped } from './markup.ts';
import { createRendering } from './rendering.ts';
import { contentSecurityPolicy, style } from './style.ts';
import { sampleReport } from './testing.ts';

const report = sampleReport();
const page = html(report);

describe('the page', () => {
  it('has a bar with words for each day, and a row for those who do not see it', () => {
    expect(page.match(/<g><title>/g)).toHaveLength(270);
    expect(page.match(/<th scope="row">/g)).toHaveLength(270);
    expect(page).toContain('<title>8 Jun 2030: down for 2 min</title>');
    expect(page).toContain(
      'aria-label="Ringing and video, last 90 days: 99.91 % up, observed over 89 days, failures on 3 days"',
    );
    expect(page).toContain('100 % up, observed over 4 days');
  });

  it('draws what nobody observed as that', () => {
    const [newest = ''] = page.split('<h3>').slice(-1);
    const [drawing = ''] = newest.split('</svg>', 3).slice(1, 2);
    expect(
      drawing.match(/: not observed<\/title><rect class="not" x="\d+" y="12" width="8" height="88"\/><\/g>/g),
    ).toHaveLength(85);
    expect(drawing.match(/class="good"/g)).toHaveLength(5);
  });

  it('needs nothing but itself: no script, no other address, no attribute that its policy refuses', () => {
    expect(page).not.toMatch(/<script|style=|\son\w+=|@import|url\(/);
    const addresses = [...page.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, address = '']) => address.slice(0, 14));
    expect(new Set(addresses)).toEqual(new Set(['data:image/svg', '/public/status']));
    expect(contentSecurityPolicy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; base-uri 'none'/,
    );
  });

  it('shows markup in names as the text that it is', () => {
    const components = [{ name: '<img src=x onerror=alert(1)> & "co"', probe: undefined }];
    const shown = html(sampleReport({ title: '</title><script>', components }));
    expect(shown).not.toContain('<img');
    expect(shown).not.toContain('<script');
    expect(escaped('a\u0000\ud800b')).toBe('a\ufffd\ufffdb');
  });

  it('has the colours and measures of the console', () => {
    const file = join(import.meta.dirname, '../../../console/src/style/tokens.css');
    const values = (css: string) =>
      new Map([...css.matchAll(/^ {2}(--[\w-]+): (.+);$/gm)].map(([, name = '', value = '']) => [name, value]));
    const theirs = values(readFileSync(file, 'utf8'));
    const ours = values(style);
    expect(ours.size).toBeGreaterThan(20);
    expect(Object.fromEntries(ours)).toEqual(
      Object.fromEntries([...ours.keys()].map((name) => [name, theirs.get(name)])),
    );
  });
});

describe('the feed', () => {
  it('has begin and end of each outage, the latest first, known by the same name for ever', () => {
    const guids = (xml: string) => [...xml.matchAll(/<guid isPermaLink="false">(.*?)</g)].map(([, guid]) => guid);
    const xml = feed(report, outageItems(report.outages));
    expect(guids(xml)).toEqual(['out_3-began', 'out_2-ended', 'out_2-began', 'out_1-ended', 'out_1-began']);
    expect(xml).toContain('<title>Ringing and video is up again</title>');
    expect(xml).toContain('<pubDate>Thu, 20 Jun 2030 13:26:00 GMT</pubDate>');
    const renamed = sampleReport({ components: [{ name: 'Else', probe: undefined }] });
    expect(guids(feed(renamed, outageItems(renamed.outages)))).toEqual(guids(xml));
  });
});

describe('what is rendered', () => {
  function bench(url?: string) {
    let [nowMs, made] = [0, 0];
    const rendering = createRendering({
      report() {
        made += 1;
        return report;
      },
      items: () => [],
      ...{ url, clock: { monotonicMs: () => nowMs } },
    });
    return {
      rendering,
      made: () => made,
      pass: (ms: number) => {
        nowMs += ms;
      },
    };
  }

  it('is made once in three seconds, however many ask for whatever form', () => {
    const { rendering, made, pass } = bench();
    for (let asked = 0; asked < 1_000; asked++) {
      rendering.html();
      rendering.json();
      rendering.rss(`http://host-${asked}`);
    }
    expect(made()).toBe(1);
    pass(2_999);
    rendering.html();
    expect(made()).toBe(1);
    pass(1);
    rendering.html();
    expect(made()).toBe(2);
  });

  it('links to where visitors are said to come, else to where they came', () => {
    expect(bench('https://shop.example').rendering.rss('http://10.0.0.7:7070').body).toContain(
      '<link>https://shop.example/public/status</link>',
    );
    const { body } = bench().rendering.rss('http://127.0.0.1:7070');
    expect(body).toContain('<link>http://127.0.0.1:7070/public/status</link>');
    expect(body).not.toContain('origin.invalid');
  });
});
