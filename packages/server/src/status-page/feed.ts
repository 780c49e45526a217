import { escaped } from './markup.ts';
import type { OutageReport, StatusReport } from './report.ts';
import { duration, timeWords } from './words.ts';

/** Something that happened, as feed readers show it. */
export interface FeedItem {
  /** The same for ever: readers know by it what they have shown. */
  readonly guid: string;
  readonly title: string;
  readonly text: string;
  /** ISO. */
  readonly at: string;
}

/** Stands for where visitors reach the page, until somebody asks. */
export const ORIGIN = 'https://origin.invalid';
const MOST_ITEMS = 50;

/** Begin and end of each outage. */
export function outageItems(outages: readonly OutageReport[]): readonly FeedItem[] {
  return outages.flatMap(({ id, component, beganAt, endedAt, downSeconds }) => {
    const began: FeedItem = {
      guid: `${id}-began`,
      title: `${component} is down`,
      text: `${component} went down at ${timeWords(beganAt)}.`,
      at: beganAt,
    };
    if (endedAt === null) return [began];
    const seen = `It was seen down for ${duration(downSeconds)}.`;
    const text = `${component} is up since ${timeWords(endedAt)}. It went down at ${timeWords(beganAt)}. ${seen}`;
    return [{ guid: `${id}-ended`, title: `${component} is up again`, text, at: endedAt }, began];
  });
}

/** RSS 2.0, the latest first. */
export function feed({ title, description }: StatusReport, items: readonly FeedItem[]): string {
  const latest = [...items].sort((a, b) => b.at.localeCompare(a.at)).slice(0, MOST_ITEMS);
  return `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${escaped(title)}</title>
<link>${ORIGIN}/public/status</link>
<atom:link href="${ORIGIN}/public/status.rss" rel="self" type="application/rss+xml"/>
<description>${escaped(description ?? `When ${title} was down, and when it was up again.`)}</description>
<language>en</language>
<ttl>5</ttl>
${latest.map(item).join('')}</channel>
</rss>
`;
}

function item({ guid, title, text, at }: FeedItem): string {
  return `<item>
<title>${escaped(title)}</title>
<link>${ORIGIN}/public/status</link>
<description>${escaped(text)}</description>
<guid isPermaLink="false">${escaped(guid)}</guid>
<pubDate>${new Date(at).toUTCString()}</pubDate>
</item>
`;
}
