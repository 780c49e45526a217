import type { SubmitEvent } from 'react';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { TextField } from '../../components/field.tsx';
import { FailureNote } from '../../components/notice.tsx';
import type { Failure } from '../../data/failure.ts';

export interface OtpFormProps {
  readonly failure: Failure | undefined;
  readonly onOtp: (otp: string) => void;
  readonly onBack: () => void;
}

/** The second step, for whoever has a second factor. */
export function OtpForm({ failure, onOtp, onBack }: OtpFormProps) {
  const [otp, setOtp] = useState('');
  const isWhole = otp.trim().length >= 6;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isWhole) onOtp(otp.trim());
  };
  return (
    <>
      {failure && <FailureNote {...failure} />}
      <form onSubmit={submit}>
        <TextField
          label="Code of your authenticator, or a recovery code"
          value={otp}
          onChange={setOtp}
          autoComplete="one-time-code"
          autoFocus
        />
        <div className="sign-in-row">
          <Button kind="main" isSubmit isDisabled={!isWhole}>
            Sign in
          </Button>
          <Button kind="quiet" onPress={onBack}>
            Back
          </Button>
        </div>
      </form>
    </>
  );
}
