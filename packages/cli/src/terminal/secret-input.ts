import { StringDecoder } from 'node:string_decoder';

/** Where values come from that must stand on no command line. */
export interface SecretInput {
  readonly isTerminal: boolean;
  /** Everything up to the end. */
  readAll(): Promise<string>;
  /** One line, typed without showing it. Undefined when it is broken off by Ctrl-C. */
  readHidden(): Promise<string | undefined>;
}

export function secretInput(stream: NodeJS.ReadStream): SecretInput {
  return {
    isTerminal: stream.isTTY === true,
    async readAll() {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(Buffer.from(chunk));
      return Buffer.concat(chunks).toString();
    },
    async readHidden() {
      stream.setRawMode(true);
      try {
        return await typedLine(stream);
      } finally {
        stream.setRawMode(false);
        stream.pause();
      }
    },
  };
}

const [interrupt, endOfInput, backspace, deleteKey, lineKill] = ['\u0003', '\u0004', '\b', '\u007f', '\u0015'];

/** The terminal shows nothing and edits nothing in raw mode: what a person's fingers expect is done here. */
function typedLine(stream: NodeJS.ReadStream): Promise<string | undefined> {
  const decoder = new StringDecoder('utf8');
  let typed: string[] = [];
  return new Promise((resolve) => {
    const end = (line: string | undefined) => {
      stream.off('data', take);
      resolve(line);
    };
    const take = (chunk: Buffer) => {
      for (const key of decoder.write(chunk)) {
        if (key === '\r' || key === '\n' || key === endOfInput) return end(typed.join(''));
        if (key === interrupt) return end(undefined);
        if (key === backspace || key === deleteKey) typed.pop();
        else if (key === lineKill) typed = [];
        else typed.push(key);
      }
    };
    stream.on('data', take);
    stream.resume();
  });
}
