import type { Release } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from '../text/columns.ts';
import { formatAge } from '../text/duration.ts';
import { formatBytes, formatCount } from '../text/quantity.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

export const releases: Verb = (command, does) => void pageOptions(command).action(does(list));

async function list({ connect, options, output, host }: Invocation<PageOptions>) {
  const page = await connect().client.call('releases', { query: pageQuery(options) });
  output.answer(page, (style) => withMore(page, releaseTable(page.items, host.now(), style)));
  return undefined;
}

function releaseTable(items: readonly Release[], nowMs: number, style: Style): string {
  if (items.length === 0) return 'No release yet: `seaworthy deploy VERSION --source DIR` makes one.';
  const head = ['VERSION', 'LIVE', 'SIZE', 'FILES', 'CREATED', 'DIGEST'];
  const rows = items.map((release) => [
    release.version,
    release.live ? style.good('live') : '-',
    formatBytes(release.sizeBytes),
    formatCount(release.files),
    formatAge(release.createdAt, nowMs),
    release.digest.slice(0, 19),
  ]);
  return columns([head.map(style.dim), ...rows]);
}
