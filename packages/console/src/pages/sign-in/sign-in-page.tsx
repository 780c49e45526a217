import { useCallback, useEffect, useRef, useState } from 'react';
import { Icon } from '../../components/icon.tsx';
import { FailureNote } from '../../components/notice.tsx';
import { TopBar } from '../../components/top-bar.tsx';
import { useClient } from '../../data/client-context.ts';
import type { Failure } from '../../data/failure.ts';
import { OtpForm } from './otp-form.tsx';
import { providerFailure } from './provider-failure.ts';
import type { Credentials } from './sign-in-failure.ts';
import { needsSecondFactor, signInFailure } from './sign-in-failure.ts';
import { SignInWays } from './sign-in-ways.tsx';
import './sign-in-page.css';

/** By what somebody has come in. */
export type CameBy = 'link' | 'password';

export interface SignInProps {
  /** From the link that led here. */
  readonly code: string | undefined;
  /** Why the sign-in over a provider, from which the browser came back, did not succeed: a code. */
  readonly failed: string | undefined;
  /** A session ended while the page was open. */
  readonly hasEnded: boolean;
  readonly onSignedIn: (by: CameBy) => void;
}

type Attempt =
  | { readonly state: 'none' }
  | { readonly state: 'busy'; readonly by: CameBy }
  | { readonly state: 'failed'; readonly failure: Failure }
  /** What was given is right, and a link not spent: a code of the second factor is asked for, once more when it was wrong. */
  | { readonly state: 'second_factor'; readonly credentials: Credentials; readonly failure: Failure | undefined };

/** By a link, by name and password, or over a provider. */
export function SignInPage({ code, failed, hasEnded, onSignedIn }: SignInProps) {
  const client = useClient();
  const [attempt, setAttempt] = useState<Attempt>(() => {
    if (code !== undefined) return { state: 'busy', by: 'link' };
    return failed === undefined ? { state: 'none' } : { state: 'failed', failure: providerFailure(failed) };
  });
  const tried = useRef<string>(undefined);
  const exchange = useCallback(
    (credentials: Credentials, otp?: string) => {
      const by = 'code' in credentials ? 'link' : 'password';
      setAttempt({ state: 'busy', by });
      const body = otp === undefined ? credentials : { ...credentials, otp };
      client.call('signIn', { body }).then(
        () => onSignedIn(by),
        (error: unknown) => {
          const failure = signInFailure(error, credentials);
          if (!needsSecondFactor(error)) setAttempt({ state: 'failed', failure });
          else setAttempt({ state: 'second_factor', credentials, failure: otp === undefined ? undefined : failure });
        },
      );
    },
    [client, onSignedIn],
  );
  useEffect(() => {
    // A code works once: it is tried once, however often this runs.
    if (code === undefined || tried.current === code) return;
    tried.current = code;
    exchange({ code });
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
          <OtpForm
            failure={attempt.failure}
            onOtp={(otp) => exchange(attempt.credentials, otp)}
            onBack={() => setAttempt({ state: 'none' })}
          />
        )}
        {hasWays(attempt) && <SignInWays isBusy={attempt.state === 'busy'} onCredentials={exchange} />}
      </main>
    </>
  );
}

/** While a password is on its way, the form stays as it was typed. */
function hasWays(attempt: Attempt): boolean {
  return (
    attempt.state === 'none' || attempt.state === 'failed' || (attempt.state === 'busy' && attempt.by === 'password')
  );
}
