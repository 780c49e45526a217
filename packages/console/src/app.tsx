import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ConsoleClient } from './data/client.ts';
import { ClientContext } from './data/client-context.ts';
import { createLive } from './live/live.ts';
import { LiveContext, useLive } from './live/use-live.ts';
import { OverviewPage } from './pages/overview-page.tsx';
import { SignInPage } from './pages/sign-in-page.tsx';
import { WaitingPage } from './pages/waiting-page.tsx';

export interface AppProps {
  readonly client: ConsoleClient;
  /** The code of the sign-in link that led here. */
  readonly code: string | undefined;
}

/** A link's code is exchanged first; a page without a session ends at the sign-in too. */
export function App({ client, code }: AppProps) {
  const [isArriving, setArriving] = useState(code !== undefined);
  const [visit, setVisit] = useState(0);
  const arrive = useCallback(() => {
    setArriving(false);
    setVisit((count) => count + 1);
  }, []);
  return (
    <ClientContext value={client}>
      {isArriving ? (
        <SignInPage code={code} hasEnded={false} onSignedIn={arrive} />
      ) : (
        <Visit key={visit} client={client} onSignedIn={arrive} />
      )}
    </ClientContext>
  );
}

/** One stay with one picture of the service. */
function Visit({ client, onSignedIn }: { client: ConsoleClient; onSignedIn: () => void }) {
  const live = useMemo(() => createLive(client, { now: Date.now, wait }), [client]);
  const [hasLeft, setLeft] = useState(false);
  useEffect(() => {
    if (hasLeft) return;
    const gone = new AbortController();
    void live.run(gone.signal);
    return () => gone.abort();
  }, [live, hasLeft]);
  return (
    <LiveContext value={live}>
      <Page hasLeft={hasLeft} onSignOut={() => setLeft(true)} onSignedIn={onSignedIn} />
    </LiveContext>
  );
}

interface PageProps {
  readonly hasLeft: boolean;
  readonly onSignOut: () => void;
  readonly onSignedIn: () => void;
}

function Page({ hasLeft, onSignOut, onSignedIn }: PageProps) {
  const link = useLive((state) => state.link.state);
  const hasStatus = useLive((state) => state.status !== undefined);
  const [wasIn, setWasIn] = useState(false);
  useEffect(() => {
    if (hasStatus) setWasIn(true);
  }, [hasStatus]);
  if (hasLeft) return <SignInPage code={undefined} hasEnded={false} onSignedIn={onSignedIn} />;
  if (link === 'signed_out') return <SignInPage code={undefined} hasEnded={wasIn} onSignedIn={onSignedIn} />;
  return hasStatus ? <OverviewPage onSignOut={onSignOut} /> : <WaitingPage />;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
