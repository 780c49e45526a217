export type { Config, ConfigSources, PrintableConfig } from './load.ts';
export { loadConfiguration } from './load.ts';
export type { ConfigOption } from './option-table.ts';
export { configOptions } from './option-table.ts';
export type { ServerConfig } from './server-config.ts';
export type { ServerOption } from './server-names.ts';
export { serverOptions } from './server-names.ts';
export type { Environment, ServiceConfig } from './service-config.ts';
export { environments } from './service-config.ts';
