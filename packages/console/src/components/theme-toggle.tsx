import { useState } from 'react';
import { Button } from './button.tsx';

type Theme = 'light' | 'dark';

/** Turns to the other theme than the one now seen, and remembers it; `public/theme.js` brings it back. */
export function ThemeToggle() {
  const [theme, setTheme] = useState(seenTheme);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const turn = () => {
    document.documentElement.dataset['theme'] = other;
    remember(other);
    setTheme(other);
  };
  return (
    <Button kind="quiet" icon={other === 'dark' ? 'moon' : 'sun'} label={`Use the ${other} theme`} onPress={turn}>
      {null}
    </Button>
  );
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
