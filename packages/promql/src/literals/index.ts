export { isAlpha, isAlphanumeric, isDigit, isSpace, quotedCharacter } from './characters.ts';
export { formatDuration, parseDuration } from './durations.ts';
export { formatNumber, formatTimestampSeconds, parseNumber } from './numbers.ts';
export { StringProblem, stringEnd, stringValue } from './strings.ts';
