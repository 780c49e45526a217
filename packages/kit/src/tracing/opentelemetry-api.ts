/** The package, which is loaded only when it is asked for, and then handed on. */
export type Api = typeof import('@opentelemetry/api');
