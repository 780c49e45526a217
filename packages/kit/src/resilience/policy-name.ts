/** What a policy protects: the part of the program that calls, and what kind of call it is. */
export interface PolicyName {
  readonly component: string;
  readonly category: string;
}

/** Something of a named policy that can be read whenever somebody asks. */
export interface Observed<T> {
  readonly name: PolicyName;
  readonly read: () => T;
}
