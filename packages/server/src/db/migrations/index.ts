import type { Migration } from '../migration.ts';
import type { ReleaseAndInstanceTables } from './001-releases-and-instances.ts';
import { releasesAndInstances } from './001-releases-and-instances.ts';

/** To add a step: one file beside this one, its migration at the end of the list, its tables among the `extends`. */
export const migrations: readonly Migration[] = [releasesAndInstances];

export interface Tables extends ReleaseAndInstanceTables {}
