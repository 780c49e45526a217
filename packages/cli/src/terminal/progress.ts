import type { Host } from './host.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 120;

/** What happens, on stderr: a line that moves on a terminal; elsewhere only the lines that stay. */
export interface Progress {
  /** What is under way now. Drawn on a terminal only. */
  show(doing: (elapsedMs: number) => string): void;
  /** A line that stays. */
  keep(line: string): void;
  /** Takes the moving line away. */
  end(): void;
}

export function createProgress(host: Host): Progress {
  const { stderr } = host;
  const isLive = stderr.isTerminal && host.env['TERM'] !== 'dumb';
  let stop: (() => void) | undefined;
  const clear = () => {
    stop?.();
    if (stop) stderr.write('\r\x1b[2K');
    stop = undefined;
  };
  return {
    show(doing) {
      if (!isLive) return;
      clear();
      const since = host.now();
      let frame = 0;
      const draw = () => {
        const line = `${frames[frame++ % frames.length]} ${doing(host.now() - since)}`;
        stderr.write(`\r\x1b[2K${line.slice(0, stderr.columns - 1)}`);
      };
      draw();
      stop = host.every(frameMs, draw);
    },
    keep(line) {
      clear();
      stderr.write(`${line}\n`);
    },
    end: clear,
  };
}
