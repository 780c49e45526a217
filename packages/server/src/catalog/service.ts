/** What is owned and operated: one name in one environment. */
export interface Service {
  readonly name: string;
  readonly environment: string;
}
