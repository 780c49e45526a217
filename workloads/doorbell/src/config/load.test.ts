import { ConfigError, formatProblems } from '@seaworthy/kit/config';
import { expect, it } from 'vitest';
import { loadSettings } from './load.ts';

const load = (env: Record<string, string>) => loadSettings('/nowhere/doorbell.yaml', env);

function problemsOf(env: Record<string, string>): string {
  try {
    load(env);
  } catch (error) {
    if (error instanceof ConfigError) return formatProblems(error.problems);
    throw error;
  }
  return '';
}

it('has a default for everything, the tolerances the measured ones', () => {
  const { value, environment } = load({});
  expect(environment).toBe('local');
  expect(value.faces).toMatchObject({ knownTolerance: 0.45, blacklistTolerance: 0.45, maxEncodings: 10 });
  expect(value.press.debounce).toBe(2_000);
});

it('takes what the platform tells an instance, and the service’s own variables', () => {
  const { value } = load({
    PORT: '9001',
    HOST: '::1',
    SERVICE_VERSION: '1.10',
    INSTANCE_ID: 'blue-0',
    DEPLOY_SLOT: 'blue',
    DOORBELL_DATA_DIR: '/data',
    DOORBELL_FACES__KNOWN_TOLERANCE: '0.5',
  });
  expect(value.http).toMatchObject({ port: 9001, host: '::1' });
  expect(value.instance).toEqual({ version: '1.10', id: 'blue-0', slot: 'blue' });
  expect([value.dataDir, value.faces.knownTolerance]).toEqual(['/data', 0.5]);
});

it('refuses a fault in production, and one that nobody knows anywhere', () => {
  expect(problemsOf({ FAULT: 'crash', DEPLOYMENT_ENV: 'production' })).toContain('Unset FAULT');
  expect(problemsOf({ FAULT: 'nonsense' })).toContain('expected a fault, got "nonsense"');
  expect(problemsOf({ FAULT: 'crash' })).toBe('');
});
