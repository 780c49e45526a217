import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '@seaworthy/kit/config';
import { expect, it } from 'vitest';
import { testFolder } from '../platform/testing.ts';
import { defaultAlerting } from './default-alerting.ts';
import { loadAlerting } from './load-alerting.ts';

const page = `
route: {receiver: team}
templates: ['templates/*.tmpl', more/one.tmpl]
receivers:
- name: team
  slack_configs: [{api_url_file: secrets/slack, channel: '#a', text: '{{ template "own" . }}'}]
  webhook_configs: [{url: 'http://a/\${HOME}', http_config: {tls_config: {ca_file: /etc/ca.pem, key_file: key.pem}}}]
`;

it('finds templates and secrets beside the file, and takes nothing from the environment', async () => {
  const { folder, load } = await folderWith({
    'alertmanager.yml': page,
    'templates/a.tmpl': '{{ define "own" }}x{{ end }}',
    'templates/not.txt': '{{',
    'more/one.tmpl': '',
  });
  const { config, templates } = load();
  expect(templates.map(({ name }) => name)).toEqual(['templates/a.tmpl', 'more/one.tmpl'].map((f) => join(folder, f)));
  const [slack, webhook] = config.receivers[0]?.integrations ?? [];
  expect(slack?.settings['api_url_file']).toBe(join(folder, 'secrets/slack'));
  const webhookSettings = { url: 'http://a/${HOME}', http_config: { tls_config: { ca_file: '/etc/ca.pem' } } };
  expect(webhook?.settings).toMatchObject(webhookSettings);
  expect(webhook?.settings).toMatchObject({ http_config: { tls_config: { key_file: join(folder, 'key.pem') } } });
});

it('tells everything that is wrong at once, each with its place', async () => {
  const { problems } = await folderWith({
    'alertmanager.yml': `route: {receiver: nobody}
receivers:
- name: team
  slack_configs:
  - chanel: '#a'
    api_url: http://a/
    text: '{{ if }}'
  wechat_configs: [{}]
`,
  });
  expect(problems()).toEqual([
    '1 undefined receiver "nobody" used in route',
    '5 chanel is not known here',
    expect.stringMatching(/^7 text is no template: template: :1: /),
    '8 wechat_configs is not supported',
  ]);
});

it('says which files of templates are not there or are none', async () => {
  const { problems } = await folderWith({
    'alertmanager.yml': page.replace('more/one', 'gone'),
    'templates/a.tmpl': '{{ define "own" }}',
  });
  expect(problems()).toEqual([
    expect.stringMatching(/templates\/a\.tmpl:1: /),
    expect.stringContaining('there is no file gone.tmpl'),
  ]);
});

it('says that the file itself is not there', async () => {
  const { problems } = await folderWith({});
  expect(problems()).toEqual([expect.stringMatching(/there is no file .*alertmanager\.yml$/)]);
});

it('writes alerts to the log when there is no file', () => {
  const { config } = defaultAlerting();
  expect(config.receivers[0]?.integrations).toMatchObject([{ channel: 'console', sendResolved: true }]);
});

async function folderWith(files: Readonly<Record<string, string>>) {
  const folder = await testFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const load = () => loadAlerting(join(folder, 'alertmanager.yml'));
  const problems = () => {
    try {
      load();
      return [];
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      return error.problems.map(({ line, message }) => (line === undefined ? message : `${line} ${message}`));
    }
  };
  return { folder, load, problems };
}
