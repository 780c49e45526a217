import type { User } from '@seaworthy/api';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { PageLink } from '../../navigation/page-link.tsx';
import { useSession } from '../../session/session.tsx';
import { formatExact } from '../../text/moment.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { RoleBoxes } from './role-boxes.tsx';
import { LinkToldOnce } from './told-once.tsx';
import type { UserAct } from './user-acts.ts';
import { userActs } from './user-acts.ts';
import './user-dialog.css';

/** One user, and what can be done with them. */
export function UserDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { may } = useSession();
  const [asking, setAsking] = useState<UserAct | 'roles'>();
  const acts = userActs(user).filter(({ permission }) => may(permission));
  const act = acts.find(({ name }) => name === asking);
  const end = () => setAsking(undefined);
  if (asking === 'roles') return <RolesQuestion user={user} onClose={end} />;
  if (act) return <ActQuestion act={act.name} user={user} onClose={end} onGone={onClose} />;
  return (
    <Dialog title={user.name} onClose={onClose}>
      <div className="dialog-fields">
        <p>
          {user.roles.join(', ')}.{' '}
          <span className="soft">
            Added {formatExact(user.createdAt)}
            {user.lastSignInAt === null ? ', never signed in' : `, last signed in ${formatExact(user.lastSignInAt)}`}.
          </span>
        </p>
        <p className="change-ways">
          <PageLink to="/audit" search={{ actor: user.name }}>
            What they did
          </PageLink>
          <PageLink to="/access/sessions" search={{ of: user.name }}>
            Their sessions
          </PageLink>
        </p>
        {acts.length === 0 ? (
          <p className="soft">To change them you need the permission users:write.</p>
        ) : (
          <ul className="user-acts">
            {may('users:write') && (
              <li>
                <span>What they may do</span>
                <Button onPress={() => setAsking('roles')}>Change roles</Button>
              </li>
            )}
            {acts.map(({ name, verb, about, isDanger }) => (
              <li key={name}>
                <span>{about}</span>
                <Button kind={isDanger ? 'danger' : 'plain'} onPress={() => setAsking(name)}>
                  {verb}
                </Button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}

function RolesQuestion({ user, onClose }: { user: User; onClose: () => void }) {
  const [roles, setRoles] = useState<readonly string[]>(user.roles);
  const change = useChange('changeUser', {
    invalidates: ['access'],
    onDone: () => {
      toast(`${user.name} has other roles now.`);
      onClose();
    },
  });
  return (
    <ChangeDialog
      title={`Roles of ${user.name}`}
      verb="Change roles"
      change={change}
      isWhole={roles.length > 0}
      onSubmit={() => void change.run({ params: { name: user.name }, body: { roles: [...roles] } })}
      onClose={onClose}
    >
      <RoleBoxes label="Roles" chosen={roles} onChange={setRoles} />
      <p className="soft">It counts from their next request on.</p>
    </ChangeDialog>
  );
}

interface ActQuestionProps {
  readonly act: UserAct;
  readonly user: User;
  readonly onClose: () => void;
  /** They are no longer there. */
  readonly onGone: () => void;
}

function ActQuestion({ act, user, onClose, onGone }: ActQuestionProps) {
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const { name } = user;
  const said = (text: string, then: () => void) => () => {
    toast(text);
    then();
  };
  const invalidates = ['access'] as const;
  const disable = useChange('changeUser', { invalidates, onDone: said(`${name} was changed.`, onClose) });
  const remove = useChange('removeUser', { invalidates, onDone: said(`${name} was removed.`, onGone) });
  const signOut = useChange('endUserSessions', {
    invalidates,
    onDone: ({ ended }) => said(ended === 1 ? 'One session has ended.' : `${ended} sessions have ended.`, onClose)(),
  });
  const reset = useChange('resetUser', { invalidates, onDone: setLink });
  if (link) return <LinkToldOnce user={name} link={link} onClose={onClose} />;
  const params = { name };
  const found = userActs(user).find((each) => each.name === act);
  const changes = {
    disable: { change: disable, run: () => disable.run({ params, body: { disabled: true } }) },
    enable: { change: disable, run: () => disable.run({ params, body: { disabled: false } }) },
    reset: { change: reset, run: () => reset.run({ params, body: {} }) },
    'second-factor': { change: reset, run: () => reset.run({ params, body: { secondFactor: true } }) },
    'sign-out': { change: signOut, run: () => signOut.run({ params }) },
    remove: { change: remove, run: () => remove.run({ params }) },
  } satisfies Record<UserAct, unknown>;
  const { change, run } = changes[act];
  return (
    <ChangeDialog
      title={`${found?.verb}: ${name}?`}
      verb={found?.verb ?? ''}
      isDanger={found?.isDanger ?? false}
      change={change}
      onSubmit={() => void run()}
      onClose={onClose}
    >
      <p>{found?.consequence}</p>
    </ChangeDialog>
  );
}
