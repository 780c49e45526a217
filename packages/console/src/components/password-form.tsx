import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { Button } from './button.tsx';
import { Checkbox, TextField } from './field.tsx';
import { FailureNote } from './notice.tsx';
import './password-form.css';

export interface PasswordFormProps {
  readonly user: string;
  /** The present one is asked for first. */
  readonly hasPassword: boolean;
  readonly onDone: () => void;
}

const shortest = 12;

/** Sets a password, or changes it. Its fields say what they are, so that password managers fill them in and keep them. */
export function PasswordForm({ user, hasPassword, onDone }: PasswordFormProps) {
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const change = useChange('changePassword', { invalidates: ['access'], onDone });
  const isShort = password !== '' && [...password].length < shortest;
  const isWhole = password !== '' && !isShort && (!hasPassword || current !== '');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isWhole) void change.run({ body: { password, ...(hasPassword && { current }) } });
  };
  return (
    <form className="password-form" onSubmit={submit}>
      {/* Password managers take the account's name from here. */}
      <input
        className="unseen"
        name="username"
        autoComplete="username"
        value={user}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
        aria-label="Account"
      />
      {hasPassword && (
        <TextField
          label="Present password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={setCurrent}
        />
      )}
      <TextField
        label="New password"
        type={isShown ? 'text' : 'password'}
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
        hint={`At least ${shortest} characters: a few words are good.`}
        fault={isShort ? `It is shorter than ${shortest} characters.` : undefined}
      />
      <Checkbox label="Show it" isChecked={isShown} onChange={setShown} />
      {change.failure && <FailureNote {...change.failure} />}
      <Button kind="main" isSubmit isBusy={change.isBusy} isDisabled={!isWhole}>
        {hasPassword ? 'Change the password' : 'Set the password'}
      </Button>
    </form>
  );
}
