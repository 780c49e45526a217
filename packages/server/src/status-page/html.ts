import { bars } from './bars.ts';
import type { Availability } from './ledger.ts';
import { escaped } from './markup.ts';
import type { ComponentReport, DayReport, OutageReport, StatusReport } from './report.ts';
import { style } from './style.ts';
import {
  availabilityWords,
  counted,
  dateWords,
  duration,
  headline,
  percentage,
  spanWords,
  stateWords,
  timeWords,
} from './words.ts';

const SHOWN_OUTAGES = 20;

/** The whole page in one answer: no script, no second request. */
export function html(report: StatusReport): string {
  const { title, description, state, components, historyDays } = report;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(headline(report))} · ${escaped(title)}</title>
<link rel="icon" href="${favicon(state)}">
<link rel="alternate" type="application/rss+xml" title="${escaped(title)}" href="/public/status.rss">
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(title)}</h1>
${description === null ? '' : `<p class="soft">${escaped(description)}</p>`}
</header>
<div class="now ${state}">
${icon(state)}
<div>
<h2>${escaped(headline(report))}</h2>
<p>As of ${timeWords(report.asOf)}</p>
</div>
</div>
<section aria-labelledby="components">
<h2 id="components">The last ${counted(historyDays, 'day')}</h2>
<div class="card">${components.map((component) => componentOf(component, historyDays)).join('')}</div>
</section>
${legend}
<section aria-labelledby="outages">
<h2 id="outages">Outages</h2>
<div class="card">${outagesOf(report)}</div>
</section>
<footer>
<p>All times are UTC. What nobody observed counts as neither up nor down.</p>
<span><a href="/public/status.rss">RSS</a><a href="/public/status.json">JSON</a></span>
</footer>
</main>
</body>
</html>
`;
}

function componentOf(component: ComponentReport, historyDays: number): string {
  const { name, state, days } = component;
  return `<article class="component">
<div class="head"><h3>${escaped(name)}</h3><span class="state ${state}">${icon(state)}${stateWords[state]}</span></div>
${bars(component)}
<div class="scale"><span>${counted(historyDays, 'day')} ago</span><strong>${availabilityWords(component)}</strong><span>today</span></div>
<details><summary>Day by day<span class="hidden">: ${escaped(name)}</span></summary>
<table><thead><tr><th scope="col">Day</th><th scope="col">Up</th><th scope="col">Down for</th><th scope="col">Not observed</th></tr></thead>
<tbody>${[...days].reverse().map(row).join('')}</tbody></table></details>
</article>`;
}

function row({ date, upSeconds, downSeconds, unknownSeconds }: DayReport): string {
  const observed = upSeconds + downSeconds;
  const cells = [
    observed === 0 ? '–' : percentage(downSeconds === 0 ? 1 : upSeconds / observed),
    downSeconds === 0 ? '–' : duration(downSeconds),
    unknownSeconds < 60 ? '–' : duration(unknownSeconds),
  ];
  return `<tr><th scope="row">${dateWords(date)}</th>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function outagesOf({ outages, historyDays }: StatusReport): string {
  if (outages.length === 0) return `<p class="empty">None was seen in the last ${counted(historyDays, 'day')}.</p>`;
  return `<ul class="outages">${outages.slice(0, SHOWN_OUTAGES).map(outageOf).join('')}</ul>`;
}

function outageOf({ component, beganAt, endedAt, downSeconds }: OutageReport): string {
  const seen = `down for ${duration(downSeconds)}${hasGap({ beganAt, endedAt, downSeconds }) ? ' as far as was seen' : ''}`;
  return `<li><strong>${escaped(component)}</strong><span class="lasted">${seen}</span><span class="soft small">${spanWords(beganAt, endedAt)}</span></li>`;
}

/** Whether nobody looked for some of its time. */
function hasGap({ beganAt, endedAt, downSeconds }: Omit<OutageReport, 'id' | 'component'>): boolean {
  if (endedAt === null) return false;
  return (Date.parse(endedAt) - Date.parse(beganAt)) / 1_000 - downSeconds >= 60;
}

const shapes: Readonly<Record<Availability, string>> = {
  up: '<path d="M7 12.5l3.5 3.5L17 9"/>',
  down: '<path d="M8.5 8.5l7 7m0-7l-7 7"/>',
  unknown: '<path d="M9.5 9.5a2.5 2.5 0 1 1 3.6 2.3c-.7.4-1.1.9-1.1 1.7M12 16.5v.1"/>',
};

/** Beside a word that says the same. */
function icon(state: Availability): string {
  return `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><circle cx="12" cy="12" r="10"/>${shapes[state]}</svg>`;
}

function favicon(state: Availability): string {
  const colour = { up: '#17734a', down: '#b3261e', unknown: '#875a00' }[state];
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2.5"><circle cx="12" cy="12" r="12" fill="${colour}" stroke="none"/>${shapes[state]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}

const legend = `<ul class="legend" aria-label="What the bars say">
<li><svg class="bars" viewBox="0 0 8 16" aria-hidden="true"><rect class="good" y="2" width="8" height="14"/></svg>up</li>
<li><svg class="bars" viewBox="0 0 8 16" aria-hidden="true"><rect class="good" y="2" width="8" height="14"/><rect class="bad" width="8" height="6"/></svg>down for a while</li>
<li><svg class="bars" viewBox="0 0 8 16" aria-hidden="true"><rect class="not" y="2" width="8" height="14"/></svg>not observed</li>
</ul>`;
