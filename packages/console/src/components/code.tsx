import { CopyButton } from './copy-button.tsx';
import './code.css';

/** Text as a machine wrote it: JSON, YAML, a stack. */
export function CodeBlock({ children, label }: { children: string; label: string }) {
  return (
    <section className="code-block" aria-label={label}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <pre tabIndex={0}>
        <code>{children}</code>
      </pre>
      <CopyButton text={children} label={`Copy ${label}`} />
    </section>
  );
}
