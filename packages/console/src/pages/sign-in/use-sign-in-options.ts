import type { CallOutput } from '@seaworthy/api/caller';
import { useEffect, useState } from 'react';
import { useClient } from '../../data/client-context.ts';

export type SignInOptions = CallOutput<'signInOptions'>;
export type Provider = NonNullable<SignInOptions['provider']>;

const usual: SignInOptions = { password: true, link: true, provider: null };

/** How one may sign in here; what always may be until the control plane has said so. */
export function useSignInOptions(): SignInOptions {
  const client = useClient();
  const [options, setOptions] = useState(usual);
  useEffect(() => {
    const gone = new AbortController();
    // One that cannot tell is one without a provider.
    client.call('signInOptions', {}, { signal: gone.signal }).then(setOptions, () => {});
    return () => gone.abort();
  }, [client]);
  return options;
}
