import type { Check, LoadedConfig } from '@seaworthy/kit/config';
import { loadConfig, mustBe } from '@seaworthy/kit/config';
import { parseFault } from '../fault/fault.ts';
import { Options } from './options.ts';

/** What the platform that runs the instance calls these settings. */
const ALIASES = {
  'http.port': ['PORT'],
  'http.host': ['HOST'],
  'instance.id': ['INSTANCE_ID'],
  'instance.slot': ['DEPLOY_SLOT'],
  'instance.version': ['SERVICE_VERSION'],
  'log.level': ['LOG_LEVEL'],
  'log.format': ['LOG_FORMAT'],
  fault: ['FAULT'],
};

const faultIsKnown: Check = {
  name: 'fault is known',
  run(view, report) {
    const fault = view.get('fault');
    if (typeof fault !== 'string' || parseFault(fault)) return;
    const fix = 'Write crash, crash:500, unhealthy, errors:0.5 or slow:200; several with commas.';
    report({ path: 'fault', message: `expected a fault, got "${fault}"`, fix });
  },
};

const noFaultInProduction = mustBe(
  'fault',
  ['', undefined],
  ['production'],
  'Unset FAULT: faults are for demonstrations.',
);

/** Defaults < doorbell.yaml < doorbell.<environment>.yaml < environment variables. Throws ConfigError. */
export function loadSettings(file: string, env = process.env): LoadedConfig<ReturnType<(typeof Options)['parse']>> {
  return loadConfig({
    schema: Options,
    file,
    fileRequired: false,
    env,
    prefix: 'DOORBELL',
    aliases: ALIASES,
    checks: [faultIsKnown, noFaultInProduction],
  });
}
