import { createHash } from 'node:crypto';
import type { Clock } from '../platform/clock.ts';
import type { FeedItem } from './feed.ts';
import { feed, ORIGIN } from './feed.ts';
import { html } from './html.ts';
import { escaped } from './markup.ts';
import type { StatusReport } from './report.ts';

/** One answer, ready to be sent. */
export interface Rendered<Body = Buffer> {
  readonly body: Body;
  /** Quoted, as the header wants it. */
  readonly etag: string;
}

/** The page in its three forms. */
export interface StatusRendering {
  html(): Rendered;
  json(): Rendered;
  /** `origin`: where the asker found it, for links; without one that is configured. */
  rss(origin: string): Rendered<string>;
}

export interface RenderingOptions {
  readonly report: () => StatusReport;
  /** What the feed tells; incidents and maintenance join here. */
  readonly items: (report: StatusReport) => readonly FeedItem[];
  /** Where visitors reach the page, when that is known. */
  readonly url: string | undefined;
  readonly clock: Pick<Clock, 'monotonicMs'>;
}

/** However many ask, it is made anew only so often. */
export const RENDER_EVERY_MS = 3_000;

export function createRendering({ report, items, url, clock }: RenderingOptions): StatusRendering {
  let made: ReturnType<typeof render> | undefined;
  let madeMs = Number.NEGATIVE_INFINITY;
  const latest = () => {
    const nowMs = clock.monotonicMs();
    if (made !== undefined && nowMs - madeMs < RENDER_EVERY_MS) return made;
    madeMs = nowMs;
    made = render(report(), items);
    return made;
  };
  return {
    html: () => latest().html,
    json: () => latest().json,
    rss(origin) {
      const { body, etag } = latest().rss;
      return { body: body.replaceAll(ORIGIN, escaped(url ?? origin)), etag };
    },
  };
}

function render(report: StatusReport, items: RenderingOptions['items']) {
  return {
    html: asBytes(rendered(html(report))),
    json: asBytes(rendered(`${JSON.stringify(report)}\n`)),
    rss: rendered(feed(report, items(report))),
  };
}

/** Encoded once, not for each who asks. */
function asBytes({ body, etag }: Rendered<string>): Rendered {
  return { body: Buffer.from(body), etag };
}

function rendered(body: string): Rendered<string> {
  return { body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}
