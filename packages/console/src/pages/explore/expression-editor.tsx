import { useEffect, useRef } from 'react';
import type { Editor, EditorParts, ServerFault } from './create-editor.ts';
import { createEditor } from './create-editor.ts';

export interface ExpressionEditorProps extends EditorParts {
  readonly serverFault: ServerFault | undefined;
  /** Given the editor once it is there. */
  readonly onEditor: (editor: Editor) => void;
}

/** A field for PromQL that completes, colours and marks what is wrong. */
export function ExpressionEditor(props: ExpressionEditorProps) {
  const { label, expr, serverFault } = props;
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<Editor>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useEffect(() => {
    const host = place.current;
    if (!host) return;
    const made = createEditor(host.shadowRoot ?? host.attachShadow({ mode: 'open' }), {
      label,
      expr: latest.current.expr,
      onChange: (text) => latest.current.onChange(text),
      onRun: () => latest.current.onRun(),
      onFault: (message) => latest.current.onFault(message),
    });
    editor.current = made;
    latest.current.onEditor(made);
    return () => made.destroy();
  }, [label]);

  useEffect(() => editor.current?.show(expr), [expr]);
  useEffect(() => editor.current?.mark(serverFault), [serverFault]);

  return <div ref={place} className="expression-editor" />;
}
