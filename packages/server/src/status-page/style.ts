import { createHash } from 'node:crypto';

/** The console's tokens, those that this page needs; a test holds the two together. */
const tokens = `
  color-scheme: light dark;
  --paper: light-dark(#f4f6f8, #0d1318);
  --surface: light-dark(#ffffff, #141b22);
  --line: light-dark(#dde3e8, #25303a);
  --line-strong: light-dark(#bcc6cf, #3a4854);
  --ink: light-dark(#15202b, #e6edf3);
  --ink-soft: light-dark(#53616e, #9aa9b6);
  --press: light-dark(#0f5a8a, #6cb8ec);
  --good: light-dark(#17734a, #58c592);
  --good-soft: light-dark(#e2f3ea, #143226);
  --doubt: light-dark(#875a00, #e3b558);
  --doubt-soft: light-dark(#fbf0d7, #352a12);
  --bad: light-dark(#b3261e, #ff8a7e);
  --bad-soft: light-dark(#fbe6e4, #3d1d1a);
  --sans: system-ui, -apple-system, "Segoe UI", "Roboto", "Noto Sans", "DejaVu Sans", sans-serif;
  --text-s: 0.75rem;
  --text-m: 0.8125rem;
  --text-l: 0.9375rem;
  --text-xl: 1.25rem;
  --text-2xl: 1.625rem;
  --s1: 0.25rem;
  --s2: 0.5rem;
  --s3: 0.75rem;
  --s4: 1rem;
  --s5: 1.5rem;
  --s6: 2rem;
  --round: 8px;
  --round-s: 5px;
`;

/** Of the public page: one column, one card for what matters, one row of bars for each component. */
export const style = `:root {${tokens}}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: var(--text-l)/1.5 var(--sans); }
main { max-width: 56rem; margin: 0 auto; padding: var(--s6) var(--s4); display: grid; gap: var(--s5); grid-template-columns: minmax(0, 1fr); }
h1, h2, h3, p, ul, table { margin: 0; }
h1 { font-size: var(--text-2xl); line-height: 1.25; font-weight: 650; overflow-wrap: anywhere; }
h2 { font-size: var(--text-l); font-weight: 600; overflow-wrap: anywhere; }
a { color: var(--press); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--press); outline-offset: 2px; border-radius: var(--round-s); }
.soft { color: var(--ink-soft); }
h3 { font-size: var(--text-l); font-weight: 600; overflow-wrap: anywhere; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.small { font-size: var(--text-m); }
header { display: grid; gap: var(--s1); }
.now { display: flex; gap: var(--s4); align-items: center; padding: var(--s5); border: 1px solid; border-radius: var(--round); }
.now svg { width: 2rem; height: 2rem; flex: none; }
.now h2 { font-size: var(--text-xl); line-height: 1.3; color: var(--ink); }
.now p { font-size: var(--text-m); color: var(--ink); }
.now.up { background: var(--good-soft); color: var(--good); }
.now.down { background: var(--bad-soft); color: var(--bad); }
.now.unknown { background: var(--doubt-soft); color: var(--doubt); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--round); }
.component { padding: var(--s4) var(--s5); display: grid; gap: var(--s3); grid-template-columns: minmax(0, 1fr); }
.component + .component { border-top: 1px solid var(--line); }
.head { display: flex; gap: var(--s3); justify-content: space-between; align-items: center; }
.state { display: inline-flex; gap: var(--s1); align-items: center; font-weight: 600; white-space: nowrap; }
.state svg { width: 1.125rem; height: 1.125rem; }
.state.up { color: var(--good); }
.state.down { color: var(--bad); }
.state.unknown { color: var(--doubt); }
.bars { display: block; width: 100%; height: 2.5rem; }
.bars .not { fill: var(--line); }
.bars .good { fill: var(--good); }
.bars .bad { fill: var(--bad); }
.scale { display: flex; gap: var(--s3); justify-content: space-between; font-size: var(--text-m); color: var(--ink-soft); }
.scale strong { color: var(--ink); font-weight: 600; text-align: center; }
details { font-size: var(--text-m); }
summary { color: var(--ink-soft); cursor: pointer; width: fit-content; }
table { border-collapse: collapse; width: 100%; margin-top: var(--s2); font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: var(--s1) var(--s3) var(--s1) 0; font-weight: 400; border-top: 1px solid var(--line); }
tbody th, tbody td { white-space: nowrap; }
thead th { vertical-align: bottom; border: 0; color: var(--ink-soft); }
caption { text-align: left; color: var(--ink-soft); }
.legend { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); list-style: none; padding: 0; font-size: var(--text-m); color: var(--ink-soft); }
.legend li { display: inline-flex; gap: var(--s2); align-items: center; }
.legend svg { width: 0.5rem; height: 1rem; }
.outages { list-style: none; padding: 0; }
.outages li { padding: var(--s3) var(--s5); display: grid; gap: 0 var(--s3); grid-template-columns: minmax(0, 1fr) auto; }
.outages li + li { border-top: 1px solid var(--line); }
.outages strong { font-weight: 600; overflow-wrap: anywhere; }
.outages .small { grid-column: 1 / -1; }
.outages .lasted { white-space: nowrap; }
section > h2 { margin-bottom: var(--s2); }
.empty { padding: var(--s4) var(--s5); color: var(--ink-soft); }
footer { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); justify-content: space-between; font-size: var(--text-m); color: var(--ink-soft); }
footer span { display: inline-flex; gap: var(--s4); }
@media (max-width: 40rem) {
  main { padding: var(--s5) var(--s4); }
  .component, .outages li, .empty { padding-left: var(--s4); padding-right: var(--s4); }
  .now { padding: var(--s4); }
  .scale { flex-wrap: wrap; row-gap: 0; }
  .scale strong { order: 3; width: 100%; text-align: left; }
}
`;

/** Nothing but this very style, and the icon in the page itself: no script, no other address, no frame. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
