/** What stands in a line beside its message, by name. */
export type Fields = Readonly<Record<string, unknown>>;
