/** What a Connection field asks for. */
export interface ConnectionOptions {
  close: boolean;
  keepAlive: boolean;
  upgrade: boolean;
  /** Other names: fields that end at this hop. */
  fields: string[];
}

/** Never dropped, whatever a Connection field says: without them the message would mean something else, or end elsewhere. */
const END_TO_END = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'content-type',
  'authorization',
  'cookie',
  'set-cookie',
  'expect',
]);

export function connectionOptions(): ConnectionOptions {
  return { close: false, keepAlive: false, upgrade: false, fields: [] };
}

export function resetOptions(options: ConnectionOptions): void {
  options.close = false;
  options.keepAlive = false;
  options.upgrade = false;
  if (options.fields.length > 0) options.fields = [];
}

export function readOptions(value: string, options: ConnectionOptions): void {
  if (value === 'keep-alive') {
    options.keepAlive = true;
    return;
  }
  for (const part of value.toLowerCase().split(',')) readOption(part.trim(), options);
}

function readOption(option: string, options: ConnectionOptions): void {
  if (option === 'close') options.close = true;
  else if (option === 'keep-alive') options.keepAlive = true;
  else if (option === 'upgrade') options.upgrade = true;
  else if (option !== '' && !END_TO_END.has(option)) options.fields.push(option);
}
