import { dirname, resolve } from 'node:path';
import { normalizeAccess } from './access-section.ts';
import { normalizeApprovals } from './approvals-section.ts';
import { normalizeAudit } from './audit-section.ts';
import { normalizeForward } from './forward-section.ts';
import { normalizeInject } from './inject-section.ts';
import { normalizeLogs } from './logs-section.ts';
import { normalizeMetrics } from './normalize-metrics.ts';
import { normalizeSlos } from './normalize-slos.ts';
import type { OwnKeys } from './own-keys.ts';
import { splitRules } from './rules-section.ts';
import type { ServerConfig } from './server-config.ts';
import type { ServiceConfig, ValidationStep } from './service-config.ts';
import type { ServiceFile } from './service-file.ts';
import { normalizeStatusPage } from './status-page-section.ts';
import { normalizeTraces } from './traces-section.ts';

export interface Normalizing {
  /** Absolute path of the file. */
  readonly file: string;
  readonly cwd: string;
  /** Whether a setting was written in the file: its path is then relative to the file, else to `cwd`. */
  readonly isFromFile: (path: string) => boolean;
}

export function normalizeService(raw: ServiceFile, { file }: Normalizing): ServiceConfig {
  const directory = dirname(file);
  const { runtime, traffic, health, metrics } = raw;
  return {
    service: raw.service,
    environment: raw.environment,
    file,
    directory,
    runtime: {
      kind: runtime.kind,
      command: runtime.command,
      instances: runtime.instances,
      env: runtime.env,
      inject: normalizeInject(runtime.inject),
      stopTimeoutMs: runtime.stopTimeout,
    },
    traffic: {
      kind: traffic.kind,
      listen: traffic.listen,
      drainTimeoutMs: traffic.drainTimeout,
      balance: traffic.balance,
    },
    health: {
      path: health.path,
      readinessPath: health.readiness,
      intervalMs: health.interval,
      timeoutMs: health.timeout,
      deadlineMs: health.deadline,
    },
    release: normalizeRelease(raw.release, directory),
    metrics: normalizeMetrics(metrics, directory),
    forward: normalizeForward(raw.forward),
    logs: normalizeLogs(raw.logs),
    traces: normalizeTraces(raw.traces),
    rules: normalizeRules(raw.rules, directory),
    dashboards: raw.dashboards.map((file) => resolve(directory, file)),
    alertingFile: raw.alerting === undefined ? undefined : resolve(directory, raw.alerting),
    silences: {
      maximumMs: raw.silences.maxDuration,
      ownerRequired: raw.silences.requireOwner,
      commentRequired: raw.silences.requireComment,
      maximumCount: raw.silences.maxCount,
    },
    slos: normalizeSlos(raw.slos),
    approvals: normalizeApprovals(raw.approvals, raw.environment),
    audit: normalizeAudit(raw.audit, directory),
    statusPage: normalizeStatusPage(raw.statusPage),
  };
}

function normalizeRules(rules: ServiceFile['rules'], directory: string): ServiceConfig['rules'] {
  const { files, presets } = splitRules(rules);
  return { files: files.map((file) => resolve(directory, file)), presets };
}

function normalizeRelease(release: ServiceFile['release'], directory: string): ServiceConfig['release'] {
  const { analysis, migrate } = release;
  return {
    strategy: release.strategy,
    settleMs: release.settle,
    canary: { steps: release.canary.steps.map(({ weight, pause }) => ({ weight, pauseMs: pause })) },
    validation: release.validation.map(normalizeStep),
    source: release.source === undefined ? undefined : resolve(directory, release.source),
    version: release.version,
    analysis: {
      windowMs: analysis.window,
      intervalMs: analysis.interval,
      errorRate: analysis.errorRate,
      latencyRatio: analysis.latencyRatio,
      minRequests: analysis.minRequests,
      onInconclusive: analysis.onInconclusive,
    },
    keepPreviousMs: release.keepPrevious,
    migrate: migrate && { command: migrate.command, pauseTraffic: migrate.pauseTraffic, timeoutMs: migrate.timeout },
  };
}

function normalizeStep(step: ServiceFile['release']['validation'][number]): ValidationStep {
  if ('command' in step) return { kind: 'command', command: step.command, timeoutMs: step.timeout };
  const space = step.http.indexOf(' ');
  const [method, path] = [step.http.slice(0, space), step.http.slice(space + 1)];
  return { kind: 'http', method, path, status: step.status, timeoutMs: step.timeout };
}

export function normalizeServer(
  raw: ServiceFile['server'],
  ownKeys: OwnKeys,
  { file, cwd, isFromFile }: Normalizing,
): ServerConfig {
  const locate = (path: string, value: string) => resolve(isFromFile(path) ? dirname(file) : cwd, value);
  const stateDir = locate('server.stateDir', raw.stateDir);
  const located = (path: string, value: string | undefined) => (value === undefined ? value : locate(path, value));
  const { socket, workers } = raw.proxy;
  const { timeout: vaultTimeoutMs, url: vaultUrl, ...vault } = raw.vault;
  const { timeout: kubernetesTimeoutMs, ...kubernetes } = raw.kubernetes;
  const [certFile, keyFile] = [located('server.tls.cert', raw.tls.cert), located('server.tls.key', raw.tls.key)];
  return {
    listen: raw.listen,
    allowedHosts: raw.allowedHosts,
    tls:
      certFile === undefined || keyFile === undefined
        ? undefined
        : { certFile, keyFile, minVersion: raw.tls.minVersion },
    stateDir,
    masterKeyFile: located('server.masterKeyFile', raw.masterKeyFile) ?? resolve(stateDir, 'keys/master.key'),
    ownKeys,
    vault:
      vaultUrl === undefined
        ? undefined
        : {
            ...vault,
            url: vaultUrl,
            namespace: vault.namespace,
            roleId: vault.roleId,
            tokenFile: located('server.vault.tokenFile', vault.tokenFile),
            secretIdFile: located('server.vault.secretIdFile', vault.secretIdFile),
            ca: located('server.vault.ca', vault.ca),
            timeoutMs: vaultTimeoutMs,
          },
    kubernetes: {
      ...kubernetes,
      tokenFile: locate('server.kubernetes.tokenFile', kubernetes.tokenFile),
      ca: locate('server.kubernetes.ca', kubernetes.ca),
      timeoutMs: kubernetesTimeoutMs,
    },
    access: normalizeAccess(raw.access),
    proxySocket: socket === undefined ? resolve(stateDir, 'run/proxy.sock') : locate('server.proxy.socket', socket),
    proxyWorkers: workers,
    log: raw.log,
    consoleDir: raw.consoleDir === undefined ? undefined : locate('server.consoleDir', raw.consoleDir),
    onStart: raw.onStart,
  };
}
