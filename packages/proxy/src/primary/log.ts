import { appendFileSync } from 'node:fs';

export type Log = (
  level: 'info' | 'warn' | 'error',
  message: string,
  fields?: Readonly<Record<string, unknown>>,
) => void;

/** JSON lines of the house format, to a file or to stderr. The proxy says little, so each line is written through. */
export function createLog(file: string | undefined): Log {
  const write = (line: string) => (file ? appendFileSync(file, line) : process.stderr.write(line));
  return (level, message, fields = {}) => {
    const line = {
      timestamp: new Date().toISOString(),
      level,
      logger: 'proxy',
      message,
      context: {},
      pid: process.pid,
      ...fields,
    };
    try {
      write(`${JSON.stringify(line)}\n`);
    } catch {
      // A full disk must not stop the traffic.
    }
  };
}
