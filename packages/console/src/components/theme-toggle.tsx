import { useSyncExternalStore } from 'react';
import { Button } from './button.tsx';

type Theme = 'light' | 'dark';

/** Turns to the other theme than the one now seen, and remembers it; `public/theme.js` brings it back. */
export function ThemeToggle() {
  const other = useSyncExternalStore(watchTheme, otherTheme);
  return (
    <Button kind="quiet" icon={other === 'dark' ? 'moon' : 'sun'} label={`Use the ${other} theme`} onPress={turnTheme}>
      {null}
    </Button>
  );
}

/** The one that is not seen now. */
export function otherTheme(): Theme {
  return seenTheme() === 'dark' ? 'light' : 'dark';
}

export function turnTheme(): void {
  const other = otherTheme();
  document.documentElement.dataset['theme'] = other;
  remember(other);
}

/** Tells when the theme is another one: chosen here, or by the system. */
export function watchTheme(onTheme: () => void): () => void {
  const chosen = new MutationObserver(onTheme);
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  scheme.addEventListener('change', onTheme);
  return () => {
    chosen.disconnect();
    scheme.removeEventListener('change', onTheme);
  };
}

function seenTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

function remember(theme: Theme): void {
  try {
    localStorage.setItem('seaworthy-theme', theme);
  } catch {
    // Storage is shut off: the theme lasts as long as the page.
  }
}
