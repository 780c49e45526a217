import { Option } from 'commander';
import { approvalOptions } from '../approvable.ts';
import type { Verb } from '../verb.ts';
import { exportTrail } from './audit-export.ts';
import { list } from './audit-list.ts';
import { checkpoint, proof } from './audit-proof.ts';
import { report } from './audit-report.ts';
import { verify } from './audit-verify.ts';
import { pageOptions } from './page.ts';

const keyOption = [
  '--key <key>',
  'public key of the log, name+id+base64, as you keep it (default: of this state folder)',
] as const;

export const audit: Verb = (command, does) => {
  const listing = (of: typeof command) =>
    pageOptions(of)
      .option('--since <time>', 'only from then on: 2030-01-01T12:00:00Z, or 15m ago')
      .option('--until <time>', 'only before then')
      .option('--actor <name>', 'only of this user or token')
      .option('--action <name>', 'only this; with * at its end, all that begin so: deployment.*')
      .option('--resource <path>', 'only about this')
      .option('--type <type>', 'only of this type: security_event, authentication, …')
      .addOption(new Option('--result <result>', 'only with this result').choices(['success', 'failure', 'refused']))
      .option('--grep <text>', 'only entries that hold this text')
      .action(does(list));
  listing(command);
  listing(command.command('list').description('the same'));
  command
    .command('verify')
    .description('read the whole trail, and tell what is not as it was written; here also without a control plane')
    .option('--checkpoint <file...>', 'checkpoints that were kept elsewhere: they show an end that was cut off')
    .addHelpText('after', '\nExit code: 0 when it is whole, 1 when it is not.')
    .action(does(verify));
  command
    .command('report')
    .description('what the trail says of a period, in Markdown: for whoever has to judge it')
    .option('--since <time>', 'from then on: 2030-01-01T12:00:00Z, or 90d ago (default: the first entry)')
    .option('--until <time>', 'before then (default: now)')
    .addHelpText('after', '\nExit code: 0 when the trail is whole, 1 when something of the period is not.')
    .action(does(report));
  approvalOptions(command.command('export'))
    .description('write the trail to a file that proves itself, with its verifier and public key')
    .option('-o, --output <folder>', 'into this folder (default: audit-export)')
    .option('--from <sequence>', 'from this entry on')
    .option('--to <sequence>', 'up to this entry')
    .option('--since <time>', 'only from then on')
    .option('--until <time>', 'only before then')
    .option('--approval <id>', 'what was asked for by that request, and approved within a day')
    .option(...keyOption)
    .action(does(exportTrail));
  command
    .command('proof')
    .description(
      'check here that an entry is in the signed log; or that an earlier log is the beginning of the present one',
    )
    .argument('[sequence]', 'of the entry')
    .option('--since-checkpoint <file>', 'a checkpoint that was kept elsewhere')
    .option(...keyOption)
    .action(does(proof));
  command
    .command('checkpoint')
    .description('the signed checkpoint of all entries up to now, to be kept elsewhere')
    .option(...keyOption)
    .action(does(checkpoint));
};
