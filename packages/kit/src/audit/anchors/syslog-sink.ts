import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { hostname } from 'node:os';
import type { SignedCheckpoint } from '../checkpoint/checkpoint.ts';
import type { CheckpointSink } from './sink.ts';

export interface SyslogSinkOptions {
  readonly host: string;
  /** Default 514. */
  readonly port?: number;
  /** Default `udp`, which tells nobody when a message is lost. `tcp` frames by counted octets (RFC 6587). */
  readonly protocol?: 'udp' | 'tcp';
  readonly appName?: string;
}

/** Facility 13, log audit; severity 5, notice. */
const priority = 13 * 8 + 5;

/** Sends each checkpoint as one message of RFC 5424: the note as one line of base64, so that any collector keeps it whole. */
export function syslogSink({
  host,
  port = 514,
  protocol = 'udp',
  appName = 'seaworthy',
}: SyslogSinkOptions): CheckpointSink {
  const send = protocol === 'udp' ? sendDatagram : sendStream;
  return {
    name: `syslog ${protocol} ${host}:${port}`,
    send: (checkpoint, signal) => send(Buffer.from(formatSyslog(checkpoint, appName)), host, port, signal),
  };
}

export function formatSyslog({ note, size, origin, extensions }: SignedCheckpoint, appName: string): string {
  const time = extensions.find((line) => line.startsWith('time '))?.slice('time '.length) ?? '-';
  const data = `[checkpoint@32473 origin="${escaped(origin)}" size="${size}" note="${Buffer.from(note).toString('base64')}"]`;
  return `<${priority}>1 ${time} ${hostname()} ${appName} ${process.pid} audit-checkpoint ${data} checkpoint of ${size} entries`;
}

function escaped(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&');
}

function sendDatagram(message: Buffer, host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4', signal });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed before the message was sent')));
    socket.send(message, port, host, (error) => {
      if (error === null) resolve();
      else reject(error);
      socket.close();
    });
  });
}

/** Nothing answers in syslog: that the stream was ended without an error is all that can be known. */
function sendStream(message: Buffer, host: string, port: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, signal });
    socket.on('error', reject);
    socket.on('close', () => resolve());
    socket.resume().end(Buffer.concat([Buffer.from(`${message.length} `), message]));
  });
}
