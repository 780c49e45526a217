import type { Availability } from './ledger.ts';
import type { ComponentReport, DayReport, StatusReport } from './report.ts';

export const stateWords: Readonly<Record<Availability, string>> = { up: 'Up', down: 'Down', unknown: 'Not known' };

/** The one sentence that most visitors came for. */
export function headline({ components }: Pick<StatusReport, 'components'>): string {
  const named = (state: Availability) => components.filter((each) => each.state === state).map(({ name }) => name);
  const [up, down, unknown, all] = [named('up'), named('down'), named('unknown').length, components.length];
  if (down.length === 1) return `${down[0] ?? ''} is down`;
  if (down.length > 0) return down.length === all ? 'Everything is down' : `${down.length} of ${all} are down`;
  if (unknown === all) return 'It is not known how things are right now';
  if (unknown > 0) return `Up, as far as is known: ${unknown} of ${all} not known`;
  return all === 1 ? `${up[0] ?? ''} is up` : 'Everything is up';
}

/** 99.97 %, of what was observed; all that is not everything is less than 100. */
export function percentage(availability: number): string {
  return `${Math.floor(availability * 1e4 + 1e-6) / 100} %`;
}

export function availabilityWords({ availability, observedSeconds }: ComponentReport): string {
  if (availability === null) return 'not observed yet';
  return `${percentage(availability)} up, observed over ${longDuration(observedSeconds)}`;
}

/** What a bar says to those who cannot see it, and to those who rest on it. */
export function dayWords(day: DayReport): string {
  const { upSeconds, downSeconds, unknownSeconds } = day;
  const parts = [
    ...(upSeconds + downSeconds === 0 ? [] : [downSeconds === 0 ? 'up' : `down for ${duration(downSeconds)}`]),
    ...(unknownSeconds < 60
      ? []
      : [upSeconds + downSeconds === 0 ? 'not observed' : `${duration(unknownSeconds)} not observed`]),
  ];
  return `${dateWords(day.date)}: ${parts.join(', ') || 'not observed'}`;
}

/** 2 h 5 min. Two parts are enough. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60) % 24, minutes % 60];
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  if (hours > 0) return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
  return `${minutes} min`;
}

function longDuration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return counted(minutes, 'minute');
  return minutes < 1_440 ? counted(Math.floor(minutes / 60), 'hour') : counted(Math.floor(minutes / 1_440), 'day');
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 2030-01-05 as 5 Jan 2030. */
export function dateWords(iso: string): string {
  return `${Number(iso.slice(8, 10))} ${months[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`;
}

/** 5 Jan 2030, 13:04 to 13:20 UTC. */
export function spanWords(beganAt: string, endedAt: string | null): string {
  if (endedAt === null) return `since ${timeWords(beganAt)}, not seen up again yet`;
  const isOneDay = beganAt.slice(0, 10) === endedAt.slice(0, 10);
  if (!isOneDay) return `${timeWords(beganAt)} to ${timeWords(endedAt)}`;
  return `${dateWords(beganAt)}, ${beganAt.slice(11, 16)} to ${endedAt.slice(11, 16)} UTC`;
}

/** 5 Jan 2030, 13:04 UTC. */
export function timeWords(iso: string): string {
  return `${dateWords(iso)}, ${iso.slice(11, 16)} UTC`;
}
