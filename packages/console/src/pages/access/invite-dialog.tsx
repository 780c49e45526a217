import { useState } from 'react';
import { TextField } from '../../components/field.tsx';
import { useChange } from '../../data/change.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { RoleBoxes } from './role-boxes.tsx';
import { LinkToldOnce } from './told-once.tsx';

const goodName = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

/** Somebody new: a name and roles; then the link by which they come in for the first time. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>(['viewer']);
  const [link, setLink] = useState<{ url: string; expiresAt: string }>();
  const add = useChange('addUser', { invalidates: ['access'], onDone: ({ signIn }) => setLink(signIn) });
  if (link) return <LinkToldOnce user={name} link={link} onClose={onClose} />;
  const isNamed = goodName.test(name);
  return (
    <ChangeDialog
      title="Invite somebody"
      verb="Invite"
      change={add}
      isWhole={isNamed && roles.length > 0}
      onSubmit={() => void add.run({ body: { name, roles: [...roles] } })}
      onClose={onClose}
    >
      <TextField
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        hint="Small letters, digits and . _ @ -"
        fault={
          name === '' || isNamed
            ? undefined
            : 'Only small letters, digits and . _ @ -, beginning with a letter or digit.'
        }
      />
      <RoleBoxes label="Roles" chosen={roles} onChange={setRoles} />
      <p className="soft">You get a link to hand over: it signs them in once, and asks them for a password.</p>
    </ChangeDialog>
  );
}
