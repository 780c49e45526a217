import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { createConsoleClient } from './data/client.ts';
import { codeOf } from './session/sign-in-code.ts';
import './style/tokens.css';
import './style/base.css';

const code = location.pathname === '/sign-in' ? codeOf(location.href) : undefined;
// The code is taken out of the address bar and the history at once; what it was for is done on the page at `/`.
if (location.pathname === '/sign-in') history.replaceState(null, '', '/');

const root = document.getElementById('root');
if (root) createRoot(root).render(<App client={createConsoleClient()} code={code} />);
