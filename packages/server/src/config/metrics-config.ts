/** What is watched and how: the normalized `metrics:` section, in milliseconds, bytes and absolute paths. */
export interface MetricsConfig {
  /** Of the service's own instances. */
  readonly path: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  /** 0: no limit. */
  readonly sampleLimit: number;
  readonly bodySizeLimitBytes: number;
  /** For the labels of targets, of every job, after the job's own. */
  readonly relabel: readonly RelabelRule[];
  /** For every scraped sample, after the job's own. */
  readonly metricRelabel: readonly RelabelRule[];
  readonly targets: readonly JobConfig[];
  readonly fileSd: readonly FileJobConfig[];
  readonly probes: readonly ProbeConfig[];
  /** An address that answers whenever this machine has a network; undefined: nobody is asked. */
  readonly connectivity: { readonly host: string; readonly port: number } | undefined;
  readonly remoteWrite: readonly RemoteWriteConfig[];
}

export interface ScrapeConfig {
  readonly job: string;
  readonly scheme: 'http' | 'https';
  readonly path: string;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  readonly sampleLimit: number;
  readonly bodySizeLimitBytes: number;
  readonly relabel: readonly RelabelRule[];
  readonly metricRelabel: readonly RelabelRule[];
}

export interface JobConfig extends ScrapeConfig {
  readonly addresses: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface FileJobConfig extends ScrapeConfig {
  /** Absolute; the last part may have a `*`. */
  readonly files: readonly string[];
  readonly refreshMs: number;
}

/** What a rule does with labels; the words are Prometheus' own. */
export const relabelActions = [
  'replace',
  'keep',
  'drop',
  'keepequal',
  'dropequal',
  'hashmod',
  'labelmap',
  'labeldrop',
  'labelkeep',
  'lowercase',
  'uppercase',
] as const;
export type RelabelAction = (typeof relabelActions)[number];

export interface RelabelRule {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** Empty where the action has none. */
  readonly targetLabel: string;
  readonly regex: string;
  readonly modulus: number;
  readonly replacement: string;
}

export type ProbeConfig = ProbeSchedule & ProbeKind;

export interface ProbeSchedule {
  readonly name: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** So many good outcomes in a row make it up, so many bad ones down. */
  readonly rise: number;
  readonly fall: number;
  readonly labels: Readonly<Record<string, string>>;
}

export type ProbeKind =
  | HttpProbe
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | DnsProbe
  | { readonly kind: 'ping'; readonly host: string }
  | PostgresqlProbe
  | RedisProbe
  | { readonly kind: 'push' };

export interface HttpProbe {
  readonly kind: 'http';
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Empty: any of 200 to 299. */
  readonly status: readonly number[];
  readonly contains: string | undefined;
  readonly matches: string | undefined;
  readonly json: { readonly path: string; readonly equals: unknown } | undefined;
  /** `follow` redirects, refuse to (`none`), or want one to this very place. */
  readonly redirect: 'follow' | 'none' | { readonly to: string };
  readonly tlsDaysLeft: number | undefined;
}

export const dnsRecordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SRV', 'TXT'] as const;
export type DnsRecordType = (typeof dnsRecordTypes)[number];

export interface DnsProbe {
  readonly kind: 'dns';
  readonly query: string;
  readonly type: DnsRecordType;
  /** `host:port` of the server; undefined: the system's. */
  readonly server: string | undefined;
  readonly contains: string | undefined;
}

export interface PostgresqlProbe {
  readonly kind: 'postgresql';
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

export interface RedisProbe {
  readonly kind: 'redis';
  readonly host: string;
  readonly port: number;
  readonly password: string | undefined;
}

export interface RemoteWriteConfig {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bearerToken: string | undefined;
  readonly timeoutMs: number;
  /** Samples that may wait; the oldest go when there are more. */
  readonly queueSamples: number;
  readonly batchSamples: number;
  readonly batchWaitMs: number;
  readonly relabel: readonly RelabelRule[];
}
