import type { CallInput } from '@seaworthy/api';
import { Option } from 'commander';
import { alertTable } from '../text/alert.ts';
import { notificationTable } from '../text/notification.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

type AlertQuery = CallInput<'alerts'>['query'];
type HistoryQuery = CallInput<'notifications'>['query'];
type ListOptions = PageOptions & Pick<AlertQuery, 'filter' | 'state' | 'receiver'>;
type HistoryOptions = PageOptions & Pick<HistoryQuery, 'receiver' | 'state' | 'status'>;

export const alerts: Verb = (command, does) => {
  pageOptions(command)
    .option('--filter <matchers>', `only alerts with such labels: 'job="web",instance=~"a.*"'`)
    .addOption(new Option('--state <state>', 'only those').choices(['pending', 'firing', 'suppressed']))
    .option('--receiver <name>', 'only those that this receiver is told of')
    .action(does(list));
  pageOptions(command.command('history'))
    .description('what was told to whom, with what result; newest first')
    .option('--receiver <name>', 'only to this receiver')
    .addOption(
      new Option('--state <state>', 'only those').choices(['pending', 'sent', 'failed', 'gave_up', 'superseded']),
    )
    .addOption(new Option('--status <status>', 'only of these alerts').choices(['firing', 'resolved']))
    .action(does(history));
};

async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const { filter, state, receiver } = options;
  const query = { ...pageQuery(options), ...given({ filter, state, receiver }) };
  const page = await connect().client.call('alerts', { query });
  const isNarrowed = [filter, state, receiver, options.cursor].some((each) => each !== undefined);
  const none = isNarrowed ? 'No such alert.' : 'No alert is pending or fires.';
  output.answer(page, (style) =>
    page.items.length === 0 ? none : withMore(page, alertTable(page.items, host.now(), style)),
  );
  return undefined;
}

async function history({ connect, options, output, host }: Invocation<HistoryOptions>) {
  const { receiver, state, status } = options;
  const query = { ...pageQuery(options), ...given({ receiver, state, status }) };
  const page = await connect().client.call('notifications', { query });
  output.answer(page, (style) =>
    page.items.length === 0 ? 'Nothing was told.' : withMore(page, notificationTable(page.items, host.now(), style)),
  );
  return undefined;
}

/** Without what was not said. */
function given<T extends object>(options: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as never;
}
