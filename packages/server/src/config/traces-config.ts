/** Which traces are kept and how many: the normalized `traces:` section, in milliseconds and bytes. */
export interface TracesConfig {
  readonly retentionMs: number;
  readonly maxBytes: number;
  readonly sampling: { readonly ratio: number; readonly slowMs: number; readonly errors: boolean };
  /** A trace of which nothing says yet that it is kept is decided when nothing has come for so long, */
  readonly quietMs: number;
  /** or after so long in any case. */
  readonly longestMs: number;
  readonly spansPerTrace: number;
  readonly pendingBytes: number;
  readonly span: {
    readonly attributes: number;
    /** Characters. */
    readonly valueLength: number;
    readonly events: number;
    readonly links: number;
    /** Characters. */
    readonly spanLength: number;
  };
}
