import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching, syntaxHighlighting } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import { linter } from '@codemirror/lint';
import { EditorState, Prec, StateEffect } from '@codemirror/state';
import { EditorView, keymap, placeholder } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import { editorColours, editorLooks } from './editor-looks.ts';
import type { PlacedFault } from './fault-place.ts';

export interface EditorParts {
  readonly label: string;
  readonly expr: string;
  onChange(expr: string): void;
  onRun(): void;
  /** What is wrong with what stands there; undefined: nothing is. */
  onFault(message: string | undefined): void;
}

export interface Editor {
  /** Puts another expression there, when it is another one. */
  show(expr: string): void;
  /** Writes at the cursor. */
  insert(text: string): void;
  focus(): void;
  /** Marks what the control plane found wrong with an expression, as long as it stands there. */
  mark(fault: ServerFault | undefined): void;
  destroy(): void;
}

export interface ServerFault extends PlacedFault {
  readonly expr: string;
}

const relint = StateEffect.define();

/** Lives in a shadow root, where its styles come as a style sheet of the script's: the policy allows no <style>. */
export function createEditor(root: ShadowRoot, parts: EditorParts): Editor {
  const promql = new PromQLExtension().setComplete({ remote: { url: '/prometheus' } }).activateLinter(false);
  let serverFault: ServerFault | undefined;
  const faultsOf = (view: EditorView): readonly Diagnostic[] => {
    const expr = view.state.doc.toString();
    if (expr.trim() === '') return [];
    const own = promql.getLinter().promQL().call(promql.getLinter(), view) as readonly Diagnostic[];
    return own.length === 0 && serverFault?.expr === expr ? [diagnosticOf(view, serverFault)] : own;
  };
  const look = (view: EditorView) => {
    const faults = faultsOf(view);
    parts.onFault(faults[0]?.message);
    return faults;
  };
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: parts.expr,
      extensions: [
        ...[history(), bracketMatching(), closeBrackets(), autocompletion({ icons: false }), promql.asExtension()],
        linter(look, {
          delay: 400,
          needsRefresh: ({ transactions }) =>
            transactions.some(({ effects }) => effects.some((each) => each.is(relint))),
        }),
        ...[syntaxHighlighting(editorColours), editorLooks, EditorView.lineWrapping],
        placeholder('An expression, such as up'),
        EditorView.contentAttributes.of({ 'aria-label': parts.label, spellcheck: 'false' }),
        Prec.high(keymap.of([{ key: 'Enter', run: ran(parts.onRun), shift: insertNewlineAndIndent }])),
        keymap.of([...completionKeymap, ...closeBracketsKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.updateListener.of(({ docChanged, focusChanged, state, view: editor }) => {
          if (docChanged) parts.onChange(state.doc.toString());
          // Names that are still asked for would open their list over what one has turned to.
          if (focusChanged && !editor.hasFocus) setTimeout(() => closeCompletion(editor));
        }),
      ],
    }),
  });
  return {
    show: (expr) => showExpr(view, expr),
    insert: (text) => view.dispatch(view.state.replaceSelection(text)),
    focus: () => view.focus(),
    mark(fault) {
      serverFault = fault;
      view.dispatch({ effects: relint.of(null) });
    },
    destroy() {
      promql.destroy();
      view.destroy();
    },
  };
}

function ran(onRun: () => void): () => boolean {
  return () => {
    onRun();
    return true;
  };
}

function showExpr(view: EditorView, expr: string): void {
  const { doc } = view.state;
  if (doc.toString() === expr) return;
  view.dispatch({ changes: { from: 0, to: doc.length, insert: expr }, selection: { anchor: expr.length } });
}

function diagnosticOf({ state: { doc } }: EditorView, { line, column, message }: PlacedFault): Diagnostic {
  const place = doc.line(Math.min(line, doc.lines));
  const from = Math.max(place.from, Math.min(place.from + column - 1, place.to - 1));
  return { from, to: Math.min(doc.length, from + 1), severity: 'error', message };
}
