import type { Silence } from '@seaworthy/api';
import { Option } from 'commander';
import { CliError } from '../failure.ts';
import { parseSpan } from '../text/duration.ts';
import { previewText, silenceTable, whenText } from '../text/silence.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

interface ListOptions extends PageOptions {
  readonly state?: Silence['state'];
  readonly filter?: string;
}

interface AddOptions {
  readonly duration?: string;
  readonly start?: string;
  readonly end?: string;
  readonly comment?: string;
  readonly author?: string;
  readonly dryRun?: true;
}

export const silences: Verb = (command, does) => {
  const listing = (of: typeof command) =>
    pageOptions(of)
      .addOption(new Option('--state <state>', 'only those').choices(['active', 'pending', 'expired']))
      .option('--filter <matchers>', 'only those that name such labels')
      .action(does(list));
  listing(command);
  listing(command.command('list').description('the same'));
  command
    .command('add')
    .description('keep alerts quiet, and show which: silences add alertname=Foo instance=~"a.*" --duration 2h')
    .argument('<matchers...>', 'all of which must hold; a word alone is the name of an alert')
    .option('-d, --duration <duration>', 'how long (default: 1h)')
    .option('--start <time>', 'from then on (default: now)')
    .option('--end <time>', 'until then, instead of a duration')
    .option('-c, --comment <text>', 'why')
    .option('-a, --author <name>', 'who answers for it (default: you)')
    .option('--dry-run', 'only show what it would mute')
    .action(does(add));
  command.command('expire').description('end silences now').argument('<id...>').action(does(expire));
};

async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const { state, filter } = options;
  const some = { ...(state === undefined ? {} : { state }), ...(filter === undefined ? {} : { filter }) };
  const page = await connect().client.call('silences', { query: { ...pageQuery(options), ...some } });
  output.answer(page, (style) =>
    page.items.length === 0 ? 'No silence.' : withMore(page, silenceTable(page.items, host.now(), style)),
  );
  return undefined;
}

async function add({ connect, args, options, output, host }: Invocation<AddOptions>) {
  const { comment = '', author } = options;
  const now = host.now();
  const [matchers, times] = [args.map(asMatcher), timesOf(options, now)];
  const { client } = connect();
  const preview = await client.call('previewSilence', { body: { matchers } });
  if (options.dryRun) {
    output.answer({ silence: null, preview }, (style) => previewText(preview, now, style));
    return undefined;
  }
  const body = { matchers, ...times, comment, ...(author === undefined ? {} : { createdBy: author }) };
  const silence = await client.call('createSilence', { body }, { idempotencyKey: host.newId() });
  output.answer({ silence, preview }, (style) => [madeText(silence, now), previewText(preview, now, style)].join('\n'));
  return undefined;
}

/** amtool's rule: a word that is no matcher names an alert. */
function asMatcher(text: string): string {
  return /[=!~]/.test(text) ? text : `alertname=${JSON.stringify(text)}`;
}

function timesOf({ duration, start, end }: AddOptions, now: number): { startsAt?: string; endsAt: string } {
  if (duration !== undefined && end !== undefined) {
    throw new CliError('usage', '--duration and --end say the same.', { hint: 'Leave one of them out.' });
  }
  const startsAt = start === undefined ? now : parseWhen(start, now);
  const endsAt = end === undefined ? startsAt + parseSpan(duration ?? '1h') : parseWhen(end, now);
  const begins = start === undefined ? {} : { startsAt: new Date(startsAt).toISOString() };
  return { ...begins, endsAt: new Date(endsAt).toISOString() };
}

function madeText(silence: Silence, now: number): string {
  return `Silence ${silence.id} ${whenText(silence, now)}; ${silence.createdBy} answers for it.`;
}

async function expire({ connect, args, output, host }: Invocation<unknown>) {
  const { client } = connect();
  const items: Silence[] = [];
  for (const id of args) {
    items.push(await client.call('expireSilence', { params: { id } }, { idempotencyKey: host.newId() }));
  }
  output.answer({ items }, () => items.map(({ id }) => `Silence ${id} is over.`).join('\n'));
  return undefined;
}
