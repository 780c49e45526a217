import type { Permission, User } from '@seaworthy/api';

export type UserAct = 'disable' | 'enable' | 'reset' | 'second-factor' | 'sign-out' | 'remove';

export interface ShownAct {
  readonly name: UserAct;
  readonly verb: string;
  /** Beside the button. */
  readonly about: string;
  /** What follows, said before it is done. */
  readonly consequence: string;
  readonly isDanger: boolean;
  readonly permission: Permission;
}

/** What can be done with somebody, as they are now. */
export function userActs({ name, disabled, hasPassword, hasSecondFactor }: User): readonly ShownAct[] {
  const may = { permission: 'users:write' } as const;
  return [
    {
      ...{
        name: 'reset',
        verb: hasPassword ? 'Reset the password' : 'New sign-in link',
        ...may,
        isDanger: hasPassword,
      },
      about: hasPassword ? 'The password was forgotten' : 'The link was lost or is too old',
      consequence: `${hasPassword ? 'The password is forgotten, and all' : 'All'} sessions of ${name} end. You get a new link to hand over.`,
    },
    ...(hasSecondFactor
      ? [
          {
            ...({ name: 'second-factor', verb: 'Remove the second factor', isDanger: true } as const),
            ...{ ...may, about: 'The authenticator was lost' },
            consequence: `The authenticator, the recovery codes and the password of ${name} count no more, and all sessions end. Make sure that it is really they who ask. You get a new link to hand over.`,
          },
        ]
      : []),
    {
      ...({ name: 'sign-out', verb: 'Sign out everywhere', isDanger: true, permission: 'sessions:write' } as const),
      about: 'Every browser and program that is signed in',
      consequence: `All sessions of ${name} end at once. They may sign in again; tokens stay.`,
    },
    disabled
      ? {
          ...{ name: 'enable', verb: 'Enable', about: 'They may not come in now', isDanger: false, ...may },
          consequence: `${name} may sign in again, with the same roles.`,
        }
      : {
          ...{ name: 'disable', verb: 'Disable', about: 'For a while, or to be looked into', isDanger: true, ...may },
          consequence: `${name} may not sign in any more, and sessions and tokens count no more until they are enabled again.`,
        },
    {
      ...{ name: 'remove', verb: 'Remove', about: 'For good', isDanger: true, ...may },
      consequence: `${name} is removed, with all sessions and tokens. What they did stays in the audit trail.`,
    },
  ];
}
