import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

/**
 * Copies a text, and says so; not there where the page may not (plain HTTP to another machine). A long text is made when
 * it is asked for.
 */
export function CopyButton({ text, label = 'Copy' }: { text: string | (() => string); label?: string }) {
  const [wasCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!wasCopied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [wasCopied]);
  if (!('clipboard' in navigator)) return null;
  const copy = () => {
    const copied = typeof text === 'string' ? text : text();
    void navigator.clipboard.writeText(copied).then(() => setCopied(true));
  };
  return (
    <>
      <Button kind="quiet" icon={wasCopied ? 'check' : 'copy'} label={label} onPress={copy}>
        {null}
      </Button>
      <span className="unseen" role="status">
        {wasCopied ? 'Copied' : ''}
      </span>
    </>
  );
}
