import type { Permission } from '@seaworthy/api';
import type { CallOutput } from '@seaworthy/api/caller';
import type { ReactNode } from 'react';
import { createContext, use } from 'react';

/** Who is signed in. */
export type Session = CallOutput<'session'>;

export const SessionContext = createContext<Session | undefined>(undefined);

export interface Person extends Session {
  may(permission: Permission): boolean;
}

export function useSession(): Person {
  const session = use(SessionContext);
  if (!session) throw new Error('There is no session around this component.');
  return { ...session, may: (permission) => session.permissions.includes(permission) };
}

export interface AllowedProps {
  readonly permission: Permission;
  readonly children: ReactNode;
  /** What stands there for those who may not; nothing by default. */
  readonly otherwise?: ReactNode;
}

/** Offers something only to those who may do it; the control plane asks once more by itself. */
export function Allowed({ permission, children, otherwise = null }: AllowedProps) {
  return useSession().may(permission) ? children : otherwise;
}
