import { useState } from 'react';
import { Checkbox, TextField } from '../../components/field.tsx';
import { toast } from '../../components/toast.tsx';
import { useChange } from '../../data/change.ts';
import { ChangeDialog } from './change-dialog.tsx';

const goodName = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const largestBytes = 65_536;

/** A value for a secret; with an empty name, for a new one. It is sent once, and shown nowhere again. */
export function SecretDialog({ name: given, onClose }: { name: string; onClose: () => void }) {
  const [name, setName] = useState(given);
  const [value, setValue] = useState('');
  const [isText, setText] = useState(false);
  const save = useChange('setSecret', {
    invalidates: ['secrets'],
    onDone: ({ version }) => {
      toast(`${name} is set, version ${version}. Instances get it at their next start.`);
      onClose();
    },
  });
  const isTooLong = new TextEncoder().encode(value).length > largestBytes;
  return (
    <ChangeDialog
      title={given === '' ? 'New secret' : `Replace ${given}`}
      verb="Set it"
      change={save}
      isWhole={goodName.test(name) && value !== '' && !isTooLong}
      onSubmit={() => void save.run({ params: { name }, body: { value } })}
      onClose={onClose}
    >
      {given === '' && (
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          autoFocus
          hint="As runtime.inject names it: db-password"
          fault={name === '' || goodName.test(name) ? undefined : 'Small letters, digits and . _ -, at most 63.'}
        />
      )}
      <TextField
        label="Value"
        value={value}
        onChange={setValue}
        autoComplete="new-password"
        fault={isTooLong ? 'It is longer than 64 KiB.' : undefined}
        {...(isText ? { rows: 6, isMono: true } : { type: 'password' as const })}
      />
      <Checkbox label="Show it, and take more than one line" isChecked={isText} onChange={setText} />
      <p className="soft">
        Instances get it when they are started or deployed the next time; those that run keep the old one.
      </p>
    </ChangeDialog>
  );
}
