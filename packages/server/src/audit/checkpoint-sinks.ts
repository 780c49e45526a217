import type { CheckpointSink } from '@seaworthy/kit/audit';
import { fileSink, syslogSink, webhookSink } from '@seaworthy/kit/audit';
import type { CheckpointSinkConfig } from '../config/audit-config.ts';

export function checkpointSink(config: CheckpointSinkConfig): CheckpointSink {
  switch (config.kind) {
    case 'file':
      return fileSink({ path: config.path });
    case 'webhook':
      return webhookSink({ url: config.url, headers: config.headers });
    case 'syslog':
      return syslogSink({ host: config.host, port: config.port, protocol: config.protocol });
  }
}
