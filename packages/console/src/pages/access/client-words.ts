const browsers = [
  ['Firefox', /Firefox\/(\d+)/],
  ['Edge', /Edg\/(\d+)/],
  ['Opera', /OPR\/(\d+)/],
  ['Chrome', /(?:Chrome|Chromium|HeadlessChrome)\/(\d+)/],
  ['Safari', /Version\/(\d+).*Safari\//],
] as const;

const systems = [
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['Linux', /Linux/],
] as const;

/** What a browser or a program called itself, short: `Firefox 140 on Linux`; what is not known stays as it is. */
export function clientWords(client: string | null): string {
  if (client === null || client === '') return 'unknown';
  for (const [name, pattern] of browsers) {
    const version = pattern.exec(client)?.[1];
    if (version === undefined) continue;
    const system = systems.find(([, sign]) => sign.test(client))?.[0];
    return system === undefined ? `${name} ${version}` : `${name} ${version} on ${system}`;
  }
  return client.length > 60 ? `${client.slice(0, 60)}…` : client;
}
