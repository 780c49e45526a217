import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { CheckpointSink } from './sink.ts';

export interface WebhookSinkOptions {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** POSTs the note as it is (`text/plain`); a status of 2xx says that it was taken. Follows no redirect. */
export function webhookSink({ url, headers }: WebhookSinkOptions): CheckpointSink {
  const target = new URL(url);
  const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
  return {
    name: `webhook ${target.host}`,
    send: ({ note, origin, size }, signal) =>
      new Promise((resolve, reject) => {
        const about = { 'x-audit-origin': origin, 'x-audit-size': String(size) };
        const content = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(note) };
        const request = send(target, {
          method: 'POST',
          headers: { ...about, ...headers, ...content },
          signal,
          agent: false,
        });
        request.on('error', reject);
        request.on('response', (response) => {
          const { statusCode = 0 } = response;
          response.resume().on('error', reject);
          response.on('end', () => {
            if (statusCode >= 200 && statusCode < 300) resolve();
            else reject(new Error(`the receiver answered ${statusCode}`));
          });
        });
        request.end(note);
      }),
  };
}
