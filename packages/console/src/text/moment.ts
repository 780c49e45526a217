const exact = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

/** To the second, as it is here: `22 Nov 2026, 06:19:08`. */
export function formatExact(timestamp: string): string {
  return exact.format(Date.parse(timestamp));
}

/** `22 Nov 2026`. */
export function formatDay(timestamp: string): string {
  return day.format(Date.parse(timestamp));
}
