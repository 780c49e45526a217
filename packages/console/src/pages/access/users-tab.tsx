import type { User } from '@seaworthy/api';
import { useState } from 'react';
import { Badge, Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Empty } from '../../components/empty.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { TimeAgo } from '../../components/time-ago.tsx';
import { usePages } from '../../data/query.ts';
import { useSearch, useSetSearch } from '../../navigation/address.ts';
import { Allowed, useSession } from '../../session/session.tsx';
import { InviteDialog } from './invite-dialog.tsx';
import { UserDialog } from './user-dialog.tsx';

const columns: readonly Column<User>[] = [
  { name: 'Name', sortBy: ({ name }) => name, cell: ({ name }) => name },
  { name: 'Roles', cell: ({ roles }) => <Roles roles={roles} /> },
  { name: 'State', isTight: true, cell: (user) => <State user={user} /> },
  { name: 'Signs in by', cell: (user) => <SignsInBy user={user} /> },
  {
    name: 'Last sign-in',
    isTight: true,
    sortBy: ({ lastSignInAt }) => (lastSignInAt === null ? null : Date.parse(lastSignInAt)),
    cell: ({ lastSignInAt }) =>
      lastSignInAt === null ? <span className="soft">never</span> : <TimeAgo time={lastSignInAt} />,
  },
  { name: 'Since', isTight: true, cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
];

/** Who may sign in. */
export function UsersTab() {
  const { may } = useSession();
  if (may('users:read')) return <Users />;
  return (
    <div className="card">
      <Forbidden permission="users:read" />
    </div>
  );
}

function Users() {
  const users = usePages('users', { query: { limit: 100 } });
  const { user: wanted } = useSearch();
  const setSearch = useSetSearch();
  const [isInviting, setInviting] = useState(false);
  const shown = users.data?.find(({ name }) => name === wanted);
  return (
    <Section
      title="Users"
      end={
        <Allowed permission="users:write" otherwise={<span className="soft">Changing them needs users:write.</span>}>
          <Button icon="plus" onPress={() => setInviting(true)}>
            Invite
          </Button>
        </Allowed>
      }
    >
      <Loaded reading={users}>
        {(items) => (
          <Table
            label="Users"
            columns={columns}
            rows={items}
            keyOf={({ name }) => name}
            linkOf={({ name }) => ({ to: '/access', search: { user: name } })}
            empty={<Empty title="There is nobody yet" icon="user" />}
          />
        )}
      </Loaded>
      {users.hasMore && (
        <div className="access-more">
          <Button onPress={users.readMore} isBusy={users.isReadingMore}>
            Show more
          </Button>
        </div>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {shown && <UserDialog key={shown.name} user={shown} onClose={() => setSearch({ user: undefined })} />}
    </Section>
  );
}

export function Roles({ roles }: { roles: readonly string[] }) {
  return (
    <span className="access-marks">
      {roles.map((role) => (
        <Badge key={role}>{role}</Badge>
      ))}
    </span>
  );
}

function State({ user: { disabled, lastSignInAt } }: { user: User }) {
  if (disabled) return <Mark tone="doubt" icon="pause" word="disabled" />;
  if (lastSignInAt === null) return <Mark tone="plain" icon="clock" word="invited" />;
  return <Mark tone="good" icon="check" word="active" />;
}

function SignsInBy({ user: { hasPassword, hasSecondFactor } }: { user: User }) {
  return (
    <span className="access-marks">
      <span>{hasPassword ? 'password' : <span className="soft">link or provider</span>}</span>
      {hasSecondFactor && <Mark tone="plain" icon="lock" word="second factor" />}
    </span>
  );
}
