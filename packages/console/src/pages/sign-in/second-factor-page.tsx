import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { CopyButton } from '../../components/copy-button.tsx';
import { TextField } from '../../components/field.tsx';
import { CommandLine, FailureNote } from '../../components/notice.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import { useChange } from '../../data/change.ts';
import { SignOut } from '../../session/sign-out.tsx';
import './sign-in-page.css';

/** A role asks for a second factor: until there is one, the control plane allows nothing else. */
export function SecondFactorPage({ onDone }: { onDone: () => void }) {
  const [secret, setSecret] = useState<string>();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>();
  const enrol = useChange('enrolSecondFactor', { onDone: (answer) => setSecret(answer.secret) });
  return (
    <>
      <TopBar>
        <SignOut />
      </TopBar>
      <main className="sign-in">
        <h1>Your role needs a second factor</h1>
        {enrol.failure && <FailureNote {...enrol.failure} />}
        {recoveryCodes !== undefined ? (
          <RecoveryCodes codes={recoveryCodes} onDone={onDone} />
        ) : secret !== undefined ? (
          <Confirmation secret={secret} onConfirmed={setRecoveryCodes} />
        ) : (
          <>
            <p>From now on you sign in with a code of an authenticator app too. It takes a minute to set up.</p>
            <Button kind="main" onPress={() => void enrol.run({})} isBusy={enrol.isBusy}>
              Set it up
            </Button>
          </>
        )}
      </main>
    </>
  );
}

function Confirmation(o: { secret: string; onConfirmed: (recoveryCodes: readonly string[]) => void }) {
  const [otp, setOtp] = useState('');
  const confirm = useChange('confirmSecondFactor', { onDone: (answer) => o.onConfirmed(answer.recoveryCodes) });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void confirm.run({ body: { otp: otp.trim() } });
  };
  return (
    <>
      <p>In the authenticator, add an account by this key:</p>
      <Copied text={o.secret} label="Copy the key" />
      <form onSubmit={submit}>
        <TextField label="The code that it shows now" autoComplete="one-time-code" value={otp} onChange={setOtp} />
        <Button kind="main" isSubmit isBusy={confirm.isBusy} isDisabled={otp.trim().length < 6}>
          Confirm
        </Button>
      </form>
      {confirm.failure && <FailureNote {...confirm.failure} />}
    </>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <>
      <p>Keep these recovery codes where you will find them. Each signs you in once when the authenticator is lost.</p>
      <Copied text={codes.join(' ')} label="Copy the codes" />
      <Button kind="main" onPress={onDone}>
        I have kept them
      </Button>
    </>
  );
}

function Copied({ text, label }: { text: string; label: string }) {
  return (
    <div className="sign-in-row">
      <CommandLine>{text}</CommandLine>
      <CopyButton text={text} label={label} />
    </div>
  );
}
