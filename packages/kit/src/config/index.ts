export { hints } from './hint-registry.ts';
export { formatListenAddress, ListenAddress, Port, parseListenAddress } from './kinds/address.ts';
export { ByteSize, formatByteSize, parseByteSize } from './kinds/byte-size.ts';
export { CpuAmount, parseCpuAmount } from './kinds/cpu-amount.ts';
export { Duration, formatDuration, parseDuration } from './kinds/duration.ts';
export { formatRatio, parseRatio, Ratio } from './kinds/ratio.ts';
export { Argv, Name, Secret, Text, UrlPath } from './kinds/text.ts';
export { written } from './kinds/written.ts';
export * from './without-kinds.ts';
