import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { SendError } from '../send-error.ts';
import { webhookMessage } from '../webhook/message.ts';
import { FileConfig } from './config.ts';

/** The webhook's message, with time and key: `{"at":…,"key":…,"receiver":…}`. On the disk when it counts as sent. */
const sendFile: Send<FileConfig> = async (notification, { path }, { clock, key }) => {
  const at = new Date(clock.now()).toISOString();
  const line = `${JSON.stringify({ at, key, ...webhookMessage(notification) })}\n`;
  try {
    await append(path, line);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new SendError('configuration', `${path} cannot be written (${code}).`, { retryable: true });
  }
};

/** In one write to the end of the file, so that lines of two writers never mix. Only the owner may read it. */
async function append(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'a', 0o600);
  try {
    await file.appendFile(line);
    await file.sync();
  } finally {
    await file.close();
  }
}

export const file = defineKind({ channel: 'file', section: 'file_configs', Config: FileConfig, send: sendFile });
