/**
 * - `deploy`: a version is made live, with everything that is asked before and after.
 * - `rollback`: an older release is made live again from its files; it is checked, not compared.
 * - `instant_rollback`: the old slot is still warm; only the switch.
 * - `dry_run`: what can be checked without changing anything.
 */
export type DeploymentKind = 'deploy' | 'rollback' | 'instant_rollback' | 'dry_run';
