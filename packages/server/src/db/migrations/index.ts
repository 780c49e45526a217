import type { Migration } from '../migration.ts';
import type { ReleaseAndInstanceTables } from './001-releases-and-instances.ts';
import { releasesAndInstances } from './001-releases-and-instances.ts';
import type { RolloutTables } from './002-rollout.ts';
import { rollout } from './002-rollout.ts';
import type { AccessTables } from './003-access.ts';
import { access } from './003-access.ts';
import type { AlertAndSilenceTables } from './004-alerts-and-silences.ts';
import { alertsAndSilences } from './004-alerts-and-silences.ts';
import type { NotificationTables } from './005-notifications.ts';
import { notifications } from './005-notifications.ts';
import type { UserAndSessionTables } from './006-users-and-sessions.ts';
import { usersAndSessions } from './006-users-and-sessions.ts';
import type { SecretTables } from './007-secrets.ts';
import { secrets } from './007-secrets.ts';
import type { ApprovalTables } from './008-approvals.ts';
import { approvals } from './008-approvals.ts';
import type { OidcIdentityTables } from './009-oidc-identities.ts';
import { oidcIdentities } from './009-oidc-identities.ts';
import type { AvailabilityTables } from './010-availability.ts';
import { availability } from './010-availability.ts';

/** To add a step: one file beside this one, its migration at the end of the list, its tables among the `extends`. */
export const migrations: readonly Migration[] = [
  releasesAndInstances,
  rollout,
  access,
  alertsAndSilences,
  notifications,
  usersAndSessions,
  secrets,
  approvals,
  oidcIdentities,
  availability,
];

export interface Tables
  extends Omit<ReleaseAndInstanceTables, 'instances'>,
    Omit<RolloutTables, 'deployments' | 'slots'>,
    AccessTables,
    AlertAndSilenceTables,
    NotificationTables,
    UserAndSessionTables,
    SecretTables,
    ApprovalTables,
    OidcIdentityTables,
    AvailabilityTables {}
