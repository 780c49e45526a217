import { Duration, Name, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { HttpUrl } from './metrics-probes.ts';

/** What the public page shows: the normalized `statusPage`. */
export interface StatusPageConfig {
  readonly title: string;
  readonly description: string | undefined;
  /** In the order in which they are shown. */
  readonly components: readonly StatusComponent[];
  /** So many days are drawn, today with them. */
  readonly historyDays: number;
  /** Where visitors find it, without a slash at the end; undefined: wherever they asked. */
  readonly url: string | undefined;
}

export interface StatusComponent {
  /** Everybody reads it. */
  readonly name: string;
  /** A probe of `metrics.probes`; undefined: the service itself. */
  readonly probe: string | undefined;
}

const DAY_MS = 86_400_000;
const FEWEST_DAYS = 7;
const MOST_DAYS = 365;

const Component = z.strictObject({
  name: Text.check(z.minLength(1), z.maxLength(60)).describe('As visitors know it.'),
  probe: Name.optional().describe(
    'A probe of metrics.probes, which is public by this. Without it: the service as the proxy serves it.',
  ),
});

const Keys = z.strictObject({
  title: Text.check(z.minLength(1), z.maxLength(80)).describe('Heading of the public page.'),
  description: Text.check(z.maxLength(500)).optional().describe('A sentence below it.'),
  components: z
    .array(Component)
    .min(1)
    .max(30)
    .optional()
    .describe('What visitors know, in this order. Default: the service alone, named as the title.'),
  history: Duration.prefault('90d').describe('Days that are drawn: 7d to 365d.'),
  url: HttpUrl.optional().describe(
    'Where visitors reach the control plane, for links in the feed: https://example.org.',
  ),
});

/** `statusPage:` as it may be written. */
export const StatusPageSection = Keys.superRefine(({ history, components = [] }, context) => {
  const tell = (path: (string | number)[], message: string, fix: string) =>
    context.addIssue({ code: 'custom', path, message, params: { fix } });
  const days = history / DAY_MS;
  if (!Number.isInteger(days) || days < FEWEST_DAYS || days > MOST_DAYS) {
    tell(['history'], 'is no number of days from 7 to 365', 'Write 90d.');
  }
  for (const [index, { name, probe }] of components.entries()) {
    const before = components.slice(0, index);
    if (before.some((each) => each.name === name)) {
      tell(['components', index, 'name'], 'is the name of another component', 'Give each its own.');
    }
    if (before.some((each) => each.probe === probe)) {
      const what = probe === undefined ? 'the service itself' : `the probe ${probe}`;
      tell(
        ['components', index, 'name'],
        `shows ${what}, as another component does`,
        'Name another probe, or remove it.',
      );
    }
  }
});

export function normalizeStatusPage(raw: z.output<typeof StatusPageSection> | undefined): StatusPageConfig | undefined {
  if (raw === undefined) return undefined;
  const { title, description, components = [{ name: title }], history, url } = raw;
  return {
    ...{ title, description, historyDays: history / DAY_MS, url: url?.replace(/\/+$/, '') },
    components: components.map(({ name, probe }) => ({ name, probe })),
  };
}
