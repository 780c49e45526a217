import { ApiError } from '@seaworthy/api/caller';
import type { SubmitEvent } from 'react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { CommandLine, FailureNote } from '../../components/notice.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import { useClient } from '../../data/client-context.ts';
import type { Failure } from '../../data/failure.ts';
import { failureOf, isSignedOut } from '../../data/failure.ts';
import { codeOf } from '../../session/sign-in-code.ts';
import './sign-in-page.css';

export interface SignInProps {
  /** From the link that led here. */
  readonly code: string | undefined;
  /** A session ended while the page was open. */
  readonly hasEnded: boolean;
  readonly onSignedIn: () => void;
}

type Attempt =
  | { readonly state: 'none' | 'busy' }
  | { readonly state: 'failed'; readonly failure: Failure }
  /** The link is good, and not spent: a code of the second factor is asked for, once more when one was wrong. */
  | { readonly state: 'second_factor'; readonly code: string; readonly failure: Failure | undefined };

/** There is no password: whoever can run the command line on the machine can make a link. */
export function SignInPage({ code, hasEnded, onSignedIn }: SignInProps) {
  const client = useClient();
  const [attempt, setAttempt] = useState<Attempt>({ state: 'none' });
  const tried = useRef<string>(undefined);
  const exchange = useCallback(
    (code: string, otp?: string) => {
      setAttempt({ state: 'busy' });
      const body = otp === undefined ? { code } : { code, otp };
      client.call('signIn', { body }).then(onSignedIn, (error: unknown) => {
        if (needsSecondFactor(error)) {
          setAttempt({ state: 'second_factor', code, failure: otp === undefined ? undefined : failureOf(error) });
        } else setAttempt({ state: 'failed', failure: isSignedOut(error) ? spentLink : failureOf(error) });
      });
    },
    [client, onSignedIn],
  );
  useEffect(() => {
    // A code works once: it is tried once, however often this runs.
    if (code === undefined || tried.current === code) return;
    tried.current = code;
    exchange(code);
  }, [code, exchange]);

  return (
    <>
      <TopBar />
      <main className="sign-in">
        <h1>{hasEnded ? 'Your session has ended' : 'Sign in'}</h1>
        {attempt.state === 'busy' && (
          <p className="sign-in-busy" role="status">
            <Icon name="turn" spins /> Signing in
          </p>
        )}
        {attempt.state === 'failed' && <FailureNote {...attempt.failure} />}
        {attempt.state === 'second_factor' && (
          <SecondFactor {...attempt} onOtp={(otp) => exchange(attempt.code, otp)} />
        )}
        {(attempt.state === 'none' || attempt.state === 'failed') && <HowTo onCode={exchange} />}
      </main>
    </>
  );
}

const spentLink: Failure = {
  message: 'This link no longer works.',
  hint: 'Each one signs in once, within ten minutes after it was made.',
};

function needsSecondFactor(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'second_factor_required';
}

function SecondFactor({ failure, onOtp }: { failure: Failure | undefined; onOtp: (otp: string) => void }) {
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
        <label htmlFor="otp">Code of your authenticator, or a recovery code</label>
        <div className="sign-in-row">
          <input
            id="otp"
            value={otp}
            onChange={(event) => setOtp(event.target.value)}
            autoComplete="one-time-code"
            spellCheck={false}
          />
          <button type="submit" className="button main" disabled={!isWhole}>
            Sign in
          </button>
        </div>
      </form>
    </>
  );
}

function HowTo({ onCode }: { onCode: (code: string) => void }) {
  const [text, setText] = useState('');
  const code = codeOf(text);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (code !== undefined) onCode(code);
  };
  return (
    <>
      <p>Ask for a link on the machine where Seaworthy runs, and open it:</p>
      <CommandLine>npx seaworthy sign-in</CommandLine>
      <form onSubmit={submit}>
        <label htmlFor="link">Or paste it here</label>
        <div className="sign-in-row">
          <input
            id="link"
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
            placeholder="http://127.0.0.1:7070/sign-in#…"
          />
          <button type="submit" className="button main" disabled={code === undefined}>
            Sign in
          </button>
        </div>
      </form>
    </>
  );
}
