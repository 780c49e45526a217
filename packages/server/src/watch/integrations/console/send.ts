import type { Send } from '../kind.ts';
import { defineKind } from '../kind.ts';
import { ConsoleConfig } from './config.ts';

/** One line, whatever a label says: control characters could otherwise move a terminal's cursor. */
const sendConsole: Send<ConsoleConfig> = async (_, { text }, { texts, print }) => {
  print(
    texts
      .text(text)
      .replace(/\s*\p{Cc}+\s*/gu, ' ')
      .trim(),
  );
};

export const console = defineKind({
  channel: 'console',
  section: 'console_configs',
  Config: ConsoleConfig,
  send: sendConsole,
});
