import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { CommandLine } from '../../components/notice.tsx';
import { codeOf } from '../../session/sign-in-code.ts';
import type { Credentials } from './sign-in-failure.ts';
import type { Provider } from './use-sign-in-options.ts';
import { useSignInOptions } from './use-sign-in-options.ts';

export interface SignInWaysProps {
  /** What was sent is on its way; what was typed stays. */
  readonly isBusy: boolean;
  readonly onCredentials: (credentials: Credentials) => void;
}

/** All ways in that there are here. */
export function SignInWays({ isBusy, onCredentials }: SignInWaysProps) {
  const options = useSignInOptions();
  return (
    <div className="sign-in-ways" hidden={isBusy}>
      {options.provider && <ProviderWay provider={options.provider} />}
      {options.password && <PasswordWay onCredentials={onCredentials} />}
      {options.link && <LinkWay isOnly={!options.password && !options.provider} onCredentials={onCredentials} />}
    </div>
  );
}

/** The browser goes there, and comes back to the same page. */
function ProviderWay({ provider: { label, start } }: { provider: Provider }) {
  const returnTo = `${location.pathname}${location.search}`;
  return (
    <div className="sign-in-way">
      <a className="button main" href={`${start}?returnTo=${encodeURIComponent(returnTo)}`}>
        {label}
      </a>
    </div>
  );
}

function PasswordWay({ onCredentials }: Pick<SignInWaysProps, 'onCredentials'>) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const isWhole = name.trim() !== '' && password !== '';
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    // Names have no capital letters; keyboards of phones like to begin with one.
    if (isWhole) onCredentials({ name: name.trim().toLowerCase(), password });
  };
  return (
    <div className="sign-in-way">
      <form onSubmit={submit}>
        <TextField label="Name" value={name} onChange={setName} autoComplete="username" />
        <TextField
          label="Password"
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        <Button kind="main" isSubmit isDisabled={!isWhole}>
          Sign in
        </Button>
      </form>
    </div>
  );
}

function LinkWay({ isOnly, onCredentials }: { isOnly: boolean } & Pick<SignInWaysProps, 'onCredentials'>) {
  const [text, setText] = useState('');
  const code = codeOf(text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code !== undefined) onCredentials({ code });
  };
  return (
    <div className="sign-in-way">
      <p>{isOnly ? 'Ask' : 'Or ask'} for a link on the machine where Seaworthy runs, and open it:</p>
      <CommandLine>npx seaworthy sign-in</CommandLine>
      <form onSubmit={submit}>
        <TextField
          label="Or paste it here"
          value={text}
          onChange={setText}
          placeholder="http://127.0.0.1:7070/sign-in#…"
        />
        <Button isSubmit isDisabled={code === undefined}>
          Use the link
        </Button>
      </form>
    </div>
  );
}
