import { deploymentTable, deploymentText } from '../text/deployment.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { pageOptions, pageQuery, withMore } from './page.ts';

export const deployments: Verb = (command, does) => {
  pageOptions(command).action(does(list));
  command
    .command('show')
    .description('all there is to know of one deployment')
    .argument('[id]', 'its id (default: the last one)')
    .action(does(show));
};

async function list({ connect, options, output, host }: Invocation<PageOptions>) {
  const page = await connect().client.call('deployments', { query: pageQuery(options) });
  output.answer(page, (style) => withMore(page, deploymentTable(page.items, host.now(), style)));
  return undefined;
}

async function show({ connect, args, output }: Invocation<unknown>) {
  const { client } = connect();
  const id = args[0] ?? (await client.call('deployments', { query: { limit: 1 } })).items[0]?.id ?? 'none';
  const deployment = await client.call('deployment', { params: { id } });
  output.answer(deployment, (style) => deploymentText(deployment, style));
  return undefined;
}
