const clock = new Intl.DateTimeFormat('en-GB', {
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
});
const day = new Intl.DateTimeFormat('en-GB', { day: '2-digit', month: 'short' });
const whole = new Intl.DateTimeFormat('en-GB', {
  ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
  ...{ hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, timeZoneName: 'short' },
});

/** `10:15:02.123`; the day before it, when it is not today. */
export function lineTime(time: string | null, nowMs: number): string {
  if (time === null) return 'no time';
  const ms = Date.parse(time);
  return day.format(ms) === day.format(nowMs) ? clock.format(ms) : `${day.format(ms)} ${clock.format(ms)}`;
}

/** With all that there is to say of it. */
export function wholeTime(time: string | number): string {
  return whole.format(typeof time === 'string' ? Date.parse(time) : time);
}

export function clockTime(ms: number): string {
  return clock.format(ms);
}
