import type { Role } from '@seaworthy/api';
import { useState } from 'react';
import { TextField } from '../../components/field.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { useSession } from '../../session/session.tsx';
import { servicePermissions } from '../../text/permissions.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { PermissionBoxes } from './permission-boxes.tsx';

const goodName = /^[a-z][a-z0-9-]{0,31}$/;
const goodGrant = /^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9_-]{0,62}$/;

/** A new role, or another shape of one. */
export function RoleDialog({ role, onClose }: { role?: Role; onClose: () => void }) {
  const [name, setName] = useState(role?.name ?? '');
  const [description, setDescription] = useState(role?.description ?? '');
  const [chosen, setChosen] = useState<readonly string[]>(role?.permissions ?? ['account:use', 'service:read']);
  const { permissions } = useSession();
  const save = useChange('setRole', {
    invalidates: ['access'],
    onDone: () => {
      toast(role ? `The role ${name} was changed.` : `The role ${name} is there.`);
      onClose();
    },
  });
  const strange = chosen.filter((each) => !goodGrant.test(each));
  const isWhole = goodName.test(name) && chosen.length > 0 && strange.length === 0;
  const isServices = (permission: string) => servicePermissions([permission]).length > 0;
  return (
    <ChangeDialog
      title={role ? `Change the role ${role.name}` : 'New role'}
      verb={role ? 'Change it' : 'Make it'}
      isWide
      change={save}
      isWhole={isWhole}
      onSubmit={() => void save.run({ params: { name }, body: { permissions: [...chosen], description } })}
      onClose={onClose}
    >
      {!role && (
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          hint="Small letters, digits and -"
          fault={
            name === '' || goodName.test(name)
              ? undefined
              : 'Only small letters, digits and -, beginning with a letter.'
          }
        />
      )}
      <TextField label="What it is for" value={description} onChange={setDescription} />
      <PermissionBoxes
        chosen={chosen}
        onChange={setChosen}
        mayGive={(permission) => isServices(permission) || permissions.includes(permission)}
      />
      {strange.length > 0 && <p role="alert">No permission reads like this: {strange.join(', ')}</p>}
      {role && <p className="soft">It counts for everybody who has the role from their next request on.</p>}
    </ChangeDialog>
  );
}
