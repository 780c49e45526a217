import { HighlightStyle } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** The tokens reach into the shadow root: both themes are the page's own. */
export const editorColours = HighlightStyle.define([
  { tag: [tags.operatorKeyword, tags.modifier, tags.logicOperator], color: 'var(--series-4)', fontWeight: '600' },
  { tag: tags.function(tags.variableName), color: 'var(--series-1)' },
  { tag: tags.string, color: 'var(--series-3)' },
  { tag: tags.number, color: 'var(--series-2)' },
  { tag: tags.labelName, color: 'var(--series-5)' },
  { tag: tags.comment, color: 'var(--ink-soft)', fontStyle: 'italic' },
  { tag: tags.invalid, color: 'var(--bad)' },
]);

const wave = { textDecoration: 'underline wavy var(--bad)', textDecorationSkipInk: 'none', backgroundImage: 'none' };

export const editorLooks = EditorView.theme({
  '&': {
    ...{ minHeight: '2.5rem', maxHeight: '14rem', border: '1px solid var(--line-strong)' },
    ...{ borderRadius: 'var(--round-s)', background: 'var(--surface)', color: 'var(--ink)', fontSize: '0.875rem' },
  },
  '&.cm-focused': { outline: '2px solid var(--press)', outlineOffset: '-1px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto' },
  '.cm-content': { padding: '0.45rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 0.75rem' },
  '.cm-placeholder': { color: 'var(--ink-soft)' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-selectionBackground, &.cm-focused .cm-selectionBackground, ::selection': { background: 'var(--press-soft)' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--press-soft)', outline: '1px solid var(--press)' },
  '&.cm-focused .cm-nonmatchingBracket': { background: 'var(--bad-soft)' },
  '.cm-lintRange-error, .cm-lintRange-warning': wave,
  '.cm-lintPoint-error::after, .cm-lintPoint-warning::after': { borderBottomColor: 'var(--bad)' },
  '.cm-tooltip': {
    ...{ zIndex: '30', border: '1px solid var(--line-strong)', borderRadius: 'var(--round-s)' },
    ...{ background: 'var(--surface)', color: 'var(--ink)', boxShadow: '0 8px 24px rgb(0 0 0 / 20%)' },
    maxWidth: 'min(32rem, 90vw)',
  },
  '.cm-tooltip-lint': { fontFamily: 'var(--sans)', fontSize: '0.8125rem' },
  '.cm-diagnostic-error, .cm-diagnostic-warning': { borderLeft: '3px solid var(--bad)', padding: '0.35rem 0.6rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', fontSize: '0.8125rem', maxHeight: '16rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    ...{ background: 'var(--press-soft)', color: 'var(--ink)' },
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '700', color: 'var(--press)' },
  '.cm-completionDetail': { color: 'var(--ink-soft)', fontStyle: 'normal', marginLeft: '1rem' },
  '.cm-tooltip.cm-completionInfo': { padding: '0.4rem 0.6rem', fontFamily: 'var(--sans)', fontSize: '0.8125rem' },
});
