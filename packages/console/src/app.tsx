import { useCallback, useState } from 'react';
import type { ConsoleClient } from './data/client.ts';
import { ClientContext } from './data/client-context.ts';
import type { CameBy } from './pages/sign-in/sign-in-page.tsx';
import { SignInPage } from './pages/sign-in/sign-in-page.tsx';
import { Visit } from './visit.tsx';

export interface AppProps {
  readonly client: ConsoleClient;
  /** The code of the sign-in link that led here. */
  readonly code: string | undefined;
  /** Why the sign-in over a provider that led here did not succeed: a code. */
  readonly failed: string | undefined;
}

/** A link's code is exchanged first; a page without a session ends at the sign-in too. */
export function App({ client, code, failed }: AppProps) {
  const [isArriving, setArriving] = useState(code !== undefined);
  const [visit, setVisit] = useState(0);
  const [cameBy, setCameBy] = useState<CameBy>();
  const arrive = useCallback((by: CameBy) => {
    setCameBy(by);
    setArriving(false);
    setVisit((count) => count + 1);
  }, []);
  return (
    <ClientContext value={client}>
      {isArriving ? (
        <SignInPage code={code} failed={undefined} hasEnded={false} onSignedIn={arrive} />
      ) : (
        <Visit key={visit} cameBy={cameBy} failed={visit === 0 ? failed : undefined} onSignedIn={arrive} />
      )}
    </ClientContext>
  );
}
