import { ExpositionError, LineError } from './exposition-error.ts';
import type { ExpositionParser } from './sink.ts';

/** Splits the page into lines, counts them, and says in which one an error is. */
export class LineParser implements ExpositionParser {
  #line = 0;

  constructor(
    readonly read: (text: string, start: number, end: number) => void,
    /** Called behind the last line. */
    readonly atEnd: () => void = () => {},
  ) {}

  get line(): number {
    return this.#line;
  }

  lines(text: string): void {
    try {
      for (let start = 0; start < text.length; ) {
        const found = text.indexOf('\n', start);
        const end = found < 0 ? text.length : found;
        this.#line++;
        this.read(text, start, end);
        start = end + 1;
      }
    } catch (error) {
      throw this.#placed(error);
    }
  }

  end(): void {
    try {
      this.atEnd();
    } catch (error) {
      throw this.#placed(error);
    }
  }

  #placed(error: unknown): unknown {
    return error instanceof LineError ? new ExpositionError(this.#line, error.message) : error;
  }
}
