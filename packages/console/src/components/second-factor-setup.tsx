import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { useChange } from '../data/change.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';
import { TextField } from './field.tsx';
import { inGroups } from './in-groups.ts';
import { CommandLine, FailureNote } from './notice.tsx';
import { QrCode } from './qr-code.tsx';
import './second-factor-setup.css';

interface Enrolled {
  readonly uri: string;
  readonly secret: string;
}

/** From the key for an authenticator to the recovery codes; then `onDone`. */
export function SecondFactorSetup({ onDone }: { onDone: () => void }) {
  const [enrolled, setEnrolled] = useState<Enrolled>();
  const [recoveryCodes, setRecoveryCodes] = useState<readonly string[]>();
  const enrol = useChange('enrolSecondFactor', { onDone: setEnrolled });
  if (recoveryCodes) return <RecoveryCodes codes={recoveryCodes} onDone={onDone} />;
  if (enrolled) return <Confirmation enrolled={enrolled} onConfirmed={setRecoveryCodes} />;
  return (
    <div className="factor">
      {enrol.failure && <FailureNote {...enrol.failure} />}
      <p>From then on you sign in with a code of an authenticator app too. It takes a minute to set up.</p>
      <Button kind="main" onPress={() => void enrol.run({})} isBusy={enrol.isBusy}>
        Set it up
      </Button>
    </div>
  );
}

function Confirmation(o: { enrolled: Enrolled; onConfirmed: (recoveryCodes: readonly string[]) => void }) {
  const { uri, secret } = o.enrolled;
  const [otp, setOtp] = useState('');
  const confirm = useChange('confirmSecondFactor', { onDone: (answer) => o.onConfirmed(answer.recoveryCodes) });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    void confirm.run({ body: { otp: otp.trim() } });
  };
  return (
    <div className="factor">
      <p>In the authenticator, add an account by this picture:</p>
      <QrCode text={uri} label="Key for the authenticator, as a QR code" />
      <p>Or type this key in:</p>
      <div className="factor-row">
        <CommandLine>{inGroups(secret)}</CommandLine>
        <CopyButton text={secret} label="Copy the key" />
      </div>
      <form onSubmit={submit}>
        <TextField label="The code that it shows now" autoComplete="one-time-code" value={otp} onChange={setOtp} />
        <Button kind="main" isSubmit isBusy={confirm.isBusy} isDisabled={otp.trim().length < 6}>
          Confirm
        </Button>
      </form>
      {confirm.failure && <FailureNote {...confirm.failure} />}
    </div>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  return (
    <div className="factor">
      <p>
        Keep these recovery codes where you will find them. Each signs you in once when the authenticator is lost. They
        are shown this once.
      </p>
      <ul className="factor-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="factor-row">
        <Button kind="main" onPress={onDone}>
          I have kept them
        </Button>
        <CopyButton text={codes.join('\n')} label="Copy the codes" />
      </div>
    </div>
  );
}
