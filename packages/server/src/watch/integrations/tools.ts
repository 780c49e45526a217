import type { Clock } from '../../platform/clock.ts';
import type { Http } from './http/http.ts';
import type { Expand } from './texts/texts.ts';

/** What integrations work with; made once, at wiring. */
export interface Tools {
  readonly http: Http;
  readonly clock: Clock;
  readonly expand: Expand;
  /** Writes one line where people see it. */
  readonly print: (line: string) => void;
}
