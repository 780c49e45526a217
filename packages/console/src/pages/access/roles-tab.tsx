import type { Role } from '@seaworthy/api';
import { useState } from 'react';
import { Badge, Mark } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Forbidden } from '../../components/failure.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { Section } from '../../components/page.tsx';
import type { Column } from '../../components/table.tsx';
import { Table } from '../../components/table.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useRoute } from '../../data/query.ts';
import { Allowed, useSession } from '../../session/session.tsx';
import { permissionGroups, servicePermissions, wordsOf } from '../../text/permissions.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { RoleDialog } from './role-dialog.tsx';

/** The roles, and what each may do. */
export function RolesTab() {
  const { may } = useSession();
  if (may('users:read')) return <Roles />;
  return (
    <div className="card">
      <Forbidden permission="users:read" />
    </div>
  );
}

function Roles() {
  const roles = useRoute('roles', {});
  const users = useRoute('users', { query: { limit: 200 } });
  const [isMaking, setMaking] = useState(false);
  const holders = (name: string) => users.data?.items.filter((user) => user.roles.includes(name)).length;
  return (
    <>
      <Section
        title="Roles"
        end={
          <Allowed permission="roles:write" otherwise={<span className="soft">Changing them needs roles:write.</span>}>
            <Button icon="plus" onPress={() => setMaking(true)}>
              New role
            </Button>
          </Allowed>
        }
      >
        <Loaded reading={roles}>{({ items }) => <RoleTable roles={items} holders={holders} />}</Loaded>
      </Section>
      <Section title="What each may do">
        <Loaded reading={roles}>{({ items }) => <Matrix roles={items} />}</Loaded>
      </Section>
      {isMaking && <RoleDialog onClose={() => setMaking(false)} />}
    </>
  );
}

function RoleTable({ roles, holders }: { roles: readonly Role[]; holders: (name: string) => number | undefined }) {
  const { may } = useSession();
  const columns: readonly Column<Role>[] = [
    { name: 'Name', cell: ({ name }) => <strong>{name}</strong> },
    { name: 'For', cell: ({ description }) => description || <span className="soft">–</span> },
    { name: 'Kind', isTight: true, cell: ({ builtIn }) => <Badge>{builtIn ? 'built in' : 'own'}</Badge> },
    { name: 'Permissions', isNumber: true, cell: ({ permissions }) => permissions.length },
    { name: 'Users', isNumber: true, cell: ({ name }) => holders(name) ?? '–' },
    ...(may('roles:write')
      ? [{ name: 'Actions', isNameUnseen: true, isTight: true, cell: (role: Role) => <Acts role={role} /> }]
      : []),
  ];
  return <Table label="Roles" columns={columns} rows={roles} keyOf={({ name }) => name} />;
}

function Acts({ role }: { role: Role }) {
  const [asking, setAsking] = useState<'change' | 'remove'>();
  const close = () => setAsking(undefined);
  if (role.builtIn) return <span className="soft">stays as it is</span>;
  return (
    <span className="access-marks">
      <Button onPress={() => setAsking('change')}>Change</Button>
      <Button kind="danger" onPress={() => setAsking('remove')}>
        Remove
      </Button>
      {asking === 'change' && <RoleDialog role={role} onClose={close} />}
      {asking === 'remove' && <RemoveRole name={role.name} onClose={close} />}
    </span>
  );
}

function RemoveRole({ name, onClose }: { name: string; onClose: () => void }) {
  const remove = useChange('removeRole', {
    invalidates: ['access'],
    onDone: () => {
      toast(`The role ${name} was removed.`);
      onClose();
    },
  });
  return (
    <ChangeDialog
      title={`Remove the role ${name}?`}
      verb="Remove"
      isDanger
      change={remove}
      onSubmit={() => void remove.run({ params: { name } })}
      onClose={onClose}
    >
      <p>Only a role that nobody has can be removed.</p>
    </ChangeDialog>
  );
}

interface Line {
  readonly permission: string;
  readonly group: string;
}

/** Permissions down, roles across: what one role may more than another is seen at once. */
function Matrix({ roles }: { roles: readonly Role[] }) {
  const others = [...new Set(roles.flatMap(({ permissions }) => servicePermissions(permissions)))];
  const lines: readonly Line[] = [
    ...permissionGroups.flatMap(({ name, permissions }) =>
      permissions.map((permission) => ({ permission, group: name })),
    ),
    ...others.map((permission) => ({ permission, group: 'Services' })),
  ];
  const columns: readonly Column<Line>[] = [
    { name: 'Permission', cell: ({ permission }) => <PermissionWords permission={permission} /> },
    { name: 'Area', isTight: true, isWideOnly: true, cell: ({ group }) => <span className="soft">{group}</span> },
    ...roles.map((role) => ({
      name: role.name,
      isTight: true,
      cell: ({ permission }: Line) =>
        role.permissions.includes(permission) ? (
          <Mark tone="good" icon="check" word="yes" />
        ) : (
          <span className="soft">no</span>
        ),
    })),
  ];
  return (
    <Table label="Permissions of each role" columns={columns} rows={lines} keyOf={({ permission }) => permission} />
  );
}

function PermissionWords({ permission }: { permission: string }) {
  const words = wordsOf(permission);
  return (
    <span>
      {words} {words !== permission && <code className="soft">{permission}</code>}
    </span>
  );
}
