import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createConsoleClient } from './data/client.ts';
import { codeOf } from './session/sign-in-code.ts';
import './style/tokens.css';
import './style/base.css';

const isSignIn = location.pathname === '/sign-in';
const code = isSignIn ? codeOf(location.href) : undefined;
const failed = (isSignIn && new URLSearchParams(location.search).get('failed')) || undefined;
// Both are taken out of the address bar and the history at once; what they were for is done on the page at `/`.
if (isSignIn) history.replaceState(null, '', '/');

const root = document.getElementById('root');
if (root) createRoot(root).render(<App client={createConsoleClient()} code={code} failed={failed} />);
