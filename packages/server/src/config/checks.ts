import type { Check } from '@seaworthy/kit/config';
import type { SecretReference } from './inject-config.ts';
import type { ListenAddress } from './listen-address.ts';
import type { CanaryStep } from './service-config.ts';

/** Rules about values that are each fine alone. */
export const checks: readonly Check[] = [
  {
    name: 'the control plane stays on loopback until told otherwise',
    run(view, report) {
      const listen = view.get('server.listen') as ListenAddress | undefined;
      if (listen === undefined || isLoopback(listen.host) || view.get('server.allowRemote') !== false) return;
      if (typeof view.get('server.tls.cert') === 'string') return;
      const message = `${listen.host} can be reached from other machines, and there is no TLS`;
      const fix =
        'Set server.tls.cert and key, listen on 127.0.0.1, or, behind a proxy with TLS, set server.allowRemote: true.';
      report({ path: 'server.listen', message, fix });
    },
  },
  {
    name: 'canary steps rise',
    run(view, report) {
      const steps = view.get('release.canary.steps') as readonly Partial<CanaryStep>[] | undefined;
      for (const [index, step] of (steps ?? []).entries()) {
        const before = steps?.[index - 1]?.weight ?? 0;
        if (step?.weight === undefined || step.weight > before) continue;
        const message = `must be more than the step before it (${before * 100}%)`;
        report({ path: `release.canary.steps.${index}.weight`, message, fix: 'Let each step give more traffic.' });
      }
    },
  },
  {
    name: 'a look is not longer than the window',
    run(view, report) {
      const [interval, window] = [view.get('release.analysis.interval'), view.get('release.analysis.window')];
      if (typeof interval !== 'number' || typeof window !== 'number' || interval <= window) return;
      const fix = 'Look several times within release.analysis.window.';
      report({ path: 'release.analysis.interval', message: 'is longer than the whole window', fix });
    },
  },
  {
    name: 'what an objective counts is looked at',
    run(view, report) {
      const slos = view.get('slos') as readonly { readonly probe?: string }[] | undefined;
      const probes = view.get('metrics.probes') as readonly { readonly name: string }[] | undefined;
      const names = (probes ?? []).map(({ name }) => name);
      for (const [index, slo] of (slos ?? []).entries()) {
        if (slo?.probe === undefined || names.includes(slo.probe)) continue;
        const fix = names.length === 0 ? 'Add it to metrics.probes.' : `Write ${names.join(' or ')}, or add it.`;
        report({ path: `slos.${index}.probe`, message: `metrics.probes has no "${slo.probe}"`, fix });
      }
    },
  },
  {
    name: 'what the public page shows is looked at',
    run(view, report) {
      const components = view.get('statusPage.components') as readonly { readonly probe?: string }[] | undefined;
      const probes = view.get('metrics.probes') as readonly { readonly name: string }[] | undefined;
      const names = (probes ?? []).map(({ name }) => name);
      for (const [index, { probe }] of (components ?? []).entries()) {
        if (probe === undefined || names.includes(probe)) continue;
        const fix = names.length === 0 ? 'Add it to metrics.probes.' : `Write ${names.join(' or ')}, or add it.`;
        report({ path: `statusPage.components.${index}.probe`, message: `metrics.probes has no "${probe}"`, fix });
      }
    },
  },
  {
    name: 'what an objective counts is looked at often enough',
    run(view, report) {
      const [slos, interval] = [view.get('slos'), view.get('metrics.interval')];
      if (!Array.isArray(slos) || slos.length === 0 || typeof interval !== 'number') return;
      if (interval <= longestSloScrapeMs) return;
      const message = 'is too long for slos: five minutes need at least two looks';
      report({ path: 'metrics.interval', message, fix: 'Write 2m or less; 15s sees failures soon.' });
    },
  },
  {
    name: 'the instances get their own names from Seaworthy',
    run(view, report) {
      const env = view.get('runtime.env') as Readonly<Record<string, unknown>> | undefined;
      for (const name of Object.keys(env ?? {}).filter((each) => ownVariables.includes(each))) {
        report({ path: `runtime.env.${name}`, message: 'is set by Seaworthy for each instance', fix: 'Remove it.' });
      }
    },
  },
  {
    name: 'the environment has names that a process can have',
    run(view, report) {
      const env = view.get('runtime.env') as Readonly<Record<string, unknown>> | undefined;
      for (const name of Object.keys(env ?? {}).filter((each) => !/^[A-Za-z_][A-Za-z0-9_]*$/.test(each))) {
        const fix = `Write ${name.replace(/^(?=\d)|[^A-Za-z0-9_]/g, '_')}.`;
        report({ path: `runtime.env.${name}`, message: 'is no name of an environment variable', fix });
      }
    },
  },
  {
    name: 'what is injected can be had, and has a name of its own',
    run(view, report) {
      const injected = (view.get('runtime.inject') ?? []) as readonly Partial<WrittenInjection>[];
      const env = (view.get('runtime.env') ?? {}) as Readonly<Record<string, unknown>>;
      for (const [index, { from, env: variable = '' }] of injected.entries()) {
        const tell = (key: string, message: string, fix: string) =>
          report({ path: `runtime.inject.${index}.${key}`, message, fix });
        if (Object.hasOwn(env, variable)) tell('env', 'stands in runtime.env too', 'Remove one of them.');
        if (ownVariables.includes(variable))
          tell('env', 'is set by Seaworthy for each instance', 'Choose another name.');
        if (from?.source !== 'vault' || view.get('server.vault.url') !== undefined) continue;
        tell('from', 'names Vault, and server.vault.url is not set', 'Set it: https://vault.example.org:8200.');
      }
    },
  },
  {
    name: 'there is one way to sign in to Vault',
    run(view, report) {
      const [url, role, file] = ['url', 'roleId', 'tokenFile'].map((key) => view.get(`server.vault.${key}`));
      if (url === undefined || role === undefined || file === undefined) return;
      report({ path: 'server.vault.tokenFile', message: 'is given beside server.vault.roleId', fix: 'Remove one.' });
    },
  },
  {
    name: 'the proxy and the control plane listen on different ports',
    run(view, report) {
      const [users, own] = ['traffic.listen', 'server.listen'].map(
        (path) => view.get(path) as ListenAddress | undefined,
      );
      if (users === undefined || own === undefined || users.port !== own.port) return;
      report({ path: 'traffic.listen', message: `is the control plane's own port too`, fix: 'Choose another port.' });
    },
  },
  {
    name: 'what is sent on does not come back',
    run(view, report) {
      const own = view.get('server.listen') as ListenAddress | undefined;
      const receivers = (view.get('forward.otlp') ?? []) as readonly { readonly endpoint?: unknown }[];
      for (const [index, { endpoint }] of receivers.entries()) {
        const [, host = '', port = ''] = /^https?:\/\/(.*?)(?::(\d+))?(?:\/|$)/.exec(String(endpoint)) ?? [];
        if (own === undefined || Number(port) !== own.port || !(host === own.host || isLoopback(host))) continue;
        const message = 'is this control plane itself';
        report({ path: `forward.otlp.${index}.endpoint`, message, fix: 'Name the collector.' });
      }
    },
  },
];

interface WrittenInjection {
  readonly from: SecretReference;
  readonly env: string;
}

/** Two samples in each five minutes, whatever jitter there is. */
const longestSloScrapeMs = 120_000;

const ownVariables = [
  'PORT',
  'HOST',
  'DEPLOY_SLOT',
  'INSTANCE_ID',
  'SERVICE_NAME',
  'SERVICE_VERSION',
  'DEPLOYMENT_ENV',
];

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
