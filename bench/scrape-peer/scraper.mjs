// Seaworthy's scraper, store and rules in a process of their own, as the control plane has them: scrapes targets once a second.
import { readFileSync } from 'node:fs';
import { createMetrics } from '@seaworthy/kit/metrics';
import { createEngine } from '@seaworthy/promql';
import { openStore } from '@seaworthy/promql/storage';
import { Agent } from 'undici';

const dist = (path) => import(new URL(`../../packages/server/dist/${path}.js`, import.meta.url).href);
const [
  { Scraper },
  { staticTargets },
  { OwnHealth },
  { systemClock: clock },
  rules,
  { vectorQuery },
  { readRuleFile },
] = await Promise.all(
  [
    'watch/samples/scraper',
    'watch/samples/targets/discovery',
    'watch/self/own-health',
    'platform/clock',
    'watch/rules/evaluate/rule-service',
    'watch/rules/query',
    'watch/rules/file/read-rule-file',
  ].map(dist),
);
const { RuleService, ruleDefaults } = rules;
const { addresses, folder, ruleFile } = JSON.parse(process.argv[2]);
const DAY_MS = 86_400_000;
let now = Date.now;
const tiers = { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity };
const options = { folder, now: () => now(), tiers };
let store = await openStore(options);
let samples = 0;
const appender = () => {
  const batch = store.appender();
  return {
    append: (labels, timestampMs, value) => {
      samples++;
      return batch.append(labels, timestampMs, value);
    },
    own: (labels) => batch.own(labels),
    commit: () => batch.commit(),
  };
};
const report = ({ message, error }) => process.stdout.write(`problem: ${message} ${error ?? ''}\n`);
const job = {
  ...{ job: 'bench', scheme: 'http', path: '/metrics', intervalMs: 1_000, timeoutMs: 1_000 },
  ...{ relabel: [], metricRelabel: [], params: {} },
  ...{ honorLabels: false, honorTimestamps: true, sampleLimit: 0, bodySizeLimitBytes: 0 },
};
const ownHealth = new OwnHealth({ clock });
const targets = staticTargets(job, [{ targets: addresses, labels: {} }]);
const scraper = new Scraper([targets], { clock, dispatcher: new Agent(), appender, ownHealth, report });
const ruleService = new RuleService({
  ...ruleDefaults,
  ...{
    intervalMs: 15_000,
    clock,
    metrics: createMetrics(),
    externalURL: '',
    externalLabels: {},
    storage: store.querier,
  },
  query: vectorQuery(createEngine(), store.querier),
  appender,
  notify: async () => {},
  onError: (error) => report({ message: 'rules', error }),
});
if (ruleFile) await ruleService.load(readRuleFile(readFileSync(ruleFile, 'utf8'), ruleFile).groups);
void ownHealth.run();
void scraper.run();

const answers = {
  counts: () => ({
    samples,
    scrapeMs: Math.max(...scraper.targets().map(({ lastDurationMs }) => lastDurationMs ?? 0)),
  }),
  /** Bytes a sample in blocks made of all that is held. Ends the scraping. */
  async seal() {
    await ruleService.stop();
    await scraper.stop();
    now = () => Date.now() + DAY_MS;
    await store.maintain();
    const { blocks } = store.stats();
    await store.close();
    store = undefined;
    return { bytesPerSample: blocks.bytes / blocks.samples };
  },
};
process.on('message', async (question) => process.send(await answers[question]()));
process.send('ready');
