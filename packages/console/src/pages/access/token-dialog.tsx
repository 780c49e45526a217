import { useState } from 'react';
import { Select, TextField } from '../../components/field.tsx';
import { useChange } from '../../data/change.ts';
import { useSession } from '../../session/session.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { PermissionBoxes } from './permission-boxes.tsx';
import { RoleBoxes } from './role-boxes.tsx';
import { ToldOnce } from './told-once.tsx';

const dayMs = 86_400_000;
const goodName = /^\w[\w .@/-]{0,63}$/;
const lives = [
  { value: '1', name: '1 day' },
  { value: '30', name: '30 days' },
  { value: '90', name: '90 days' },
  { value: '365', name: '1 year' },
  { value: 'never', name: 'Never' },
] as const;

type By = 'roles' | 'permissions';

/** A new token: what it may do, and for how long; then its text, once. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const session = useSession();
  const [name, setName] = useState('');
  const [by, setBy] = useState<By>('roles');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [permissions, setPermissions] = useState<readonly string[]>([]);
  const [life, setLife] = useState<(typeof lives)[number]['value']>('90');
  const [text, setText] = useState<string>();
  const create = useChange('createToken', { invalidates: ['access'], onDone: (made) => setText(made.text) });
  if (text !== undefined) return <Told name={name} text={text} onClose={onClose} />;
  const granted = by === 'roles' ? { roles: [...roles] } : { permissions: [...permissions] };
  const isChosen = (by === 'roles' ? roles : permissions).length > 0;
  const lifeMs = life === 'never' ? null : Number(life) * dayMs;
  return (
    <ChangeDialog
      title="New token"
      verb="Make it"
      isWide={by === 'permissions'}
      change={create}
      isWhole={goodName.test(name) && isChosen}
      onSubmit={() => void create.run({ body: { name, lifeMs, ...granted } })}
      onClose={onClose}
    >
      <TextField label="Name" value={name} onChange={setName} autoFocus hint="What uses it: ci, backup job" />
      <Select
        label="Ends after"
        value={life}
        options={lives}
        onChange={setLife}
        {...(life === 'never' && { hint: 'One that never ends is never renewed. Better not.' })}
      />
      <Select
        label="It may do"
        value={by}
        options={[
          { value: 'roles', name: 'What a role may' },
          { value: 'permissions', name: 'Only what is chosen' },
        ]}
        onChange={setBy}
      />
      {by === 'roles' ? (
        <RoleBoxes label="Roles" chosen={roles} onChange={setRoles} />
      ) : (
        <PermissionBoxes
          chosen={permissions}
          onChange={setPermissions}
          mayGive={(each) => session.permissions.includes(each)}
        />
      )}
      <p className="soft">A token never may more than you may yourself.</p>
    </ChangeDialog>
  );
}

function Told({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  return (
    <ToldOnce title={`The token ${name}`} text={text} copyLabel="Copy the token" onClose={onClose}>
      <p>
        Programs send it as <code>Authorization: Bearer …</code>; the command line takes it from{' '}
        <code>SEAWORTHY_TOKEN</code>.
      </p>
    </ToldOnce>
  );
}
